import { EMPTY_BODY, Headers, type SipRequest } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { newCallId, newTag } from '../message/token.ts';
import { parseUri } from '../message/uri.ts';
import {
  isSecure,
  type NextHop,
  nextHopOf,
  protocolOf,
  securedFor,
  wantsUnknownTransport,
} from '../sending/next-hop.ts';
import type { Listener } from '../transport/flow.ts';
import type { Application, Outcome } from './application.ts';
import { contactOf, type EngineContext, listenerOf, listenerUri } from './context.ts';
import {
  applyHeaders,
  bracketed,
  replaceLocalhost,
  type SparseMessage,
  sparseValue,
} from './header-rules.ts';
import { OutgoingRequest } from './outgoing-request.ts';
import { contentTypeOf, cseqOf, type RequestLine, withBody } from './sparse-request.ts';
import { send } from './uac.ts';
import { dialogMethods } from './uac-dialog.ts';

/** Requests to a registered Contact go down the connection that registered it. */
const rememberedFlowMethods: ReadonlySet<string> = new Set(['INVITE', 'OPTIONS', 'NOTIFY', 'MESSAGE']);

/** Put in place by {@link identify}, in the order in which people read them. */
const identityHeaders: ReadonlySet<string> = new Set([
  'from',
  'to',
  'call-id',
  'cseq',
  'max-forwards',
  'contact',
]);

/** A request of an application outside any dialog. */
export interface RequestOutsideDialog {
  /** Who is told of the responses. */
  readonly application: Application;
  readonly line: RequestLine;
  readonly sparse: SparseMessage;
  /** The next hop; empty: by Route or by the Request-URI. */
  readonly routeUrl: string;
}

/** Sends a request outside dialogs. @returns null when it was refused */
export function requestOutsideDialog(
  context: EngineContext,
  { application, line, sparse, routeUrl }: RequestOutsideDialog,
  outcome: Outcome,
): OutgoingRequest | null {
  const hop = chooseNextHop(context, line, sparse, routeUrl);
  if (typeof hop === 'string') {
    outcome.refused(`${hop}: ${line.method} ${line.uri}`);
    return null;
  }
  if (sparse.body.length > 0 && contentTypeOf(sparse) === undefined) {
    outcome.refused('missing content-type');
    return null;
  }
  const outgoing = new OutgoingRequest(application, line.method, null);
  const identity = {
    callId: sparseValue(sparse, 'call-id') ?? newCallId(),
    fromTag: newTag(),
    cseq: cseqOf(sparse) ?? 1,
  };
  send(context, outgoing, hop, outcome, (listener) => outsideRequest(line, sparse, identity, listener));
  return outgoing;
}

/** Route URL of the command, else Route header, remembered flow, outbound proxy, Request-URI; or why there is none. */
function chooseNextHop(
  context: EngineContext,
  line: RequestLine,
  sparse: SparseMessage,
  routeUrl: string,
): NextHop | string {
  const uri = parseUri(line.uri);
  if (uri === null) return 'invalid request-uri';
  const given = routeUrl !== '' ? routeUrl : sparseValue(sparse, 'route');
  if (given !== undefined) return usable(context, securedFor(line.uri, nextHopOf(given)));
  if (uri.scheme !== 'sip' && uri.scheme !== 'sips') {
    if (context.outboundProxy === null) return 'requested protocol/transport not available';
    return usable(context, nextHopOf(context.outboundProxy));
  }
  const flow = rememberedFlowMethods.has(line.method) ? context.flowMemory.find(uri) : null;
  if (flow !== null) return { kind: 'flow', flow };
  if (context.ownNames.includes(uri)) return 'can not send request to myself';
  return usable(
    context,
    context.outboundProxy === null
      ? { kind: 'uri', uri }
      : securedFor(line.uri, nextHopOf(context.outboundProxy)),
  );
}

function usable(context: EngineContext, hop: NextHop | null): NextHop | string {
  if (hop === null) return 'invalid route';
  if (hop.kind !== 'uri') return hop;
  const protocol = protocolOf(hop.uri);
  const isOurs = protocol === null ? !wantsUnknownTransport(hop.uri) : listenerOf(context, protocol) !== null;
  if (isOurs) return hop;
  return 'requested protocol/transport not available';
}

interface Identity {
  readonly callId: string;
  readonly fromTag: string;
  readonly cseq: number;
}

function outsideRequest(
  line: RequestLine,
  sparse: SparseMessage,
  identity: Identity,
  listener: Listener,
): SipRequest {
  const headers = new Headers();
  const from = replaceLocalhost(sparseValue(sparse, 'from') ?? `<${listenerUri(listener)}>`, listener);
  headers.append('Max-Forwards', sparseValue(sparse, 'max-forwards') ?? '70');
  headers.append('From', tagOf(from) === undefined ? `${bracketed(from)};tag=${identity.fromTag}` : from);
  headers.append('To', replaceLocalhost(sparseValue(sparse, 'to') ?? `<${line.uri}>`, listener));
  headers.append('Call-ID', identity.callId);
  headers.append('CSeq', `${identity.cseq} ${line.method}`);
  const contact = sparseValue(sparse, 'contact');
  if (contact !== undefined) headers.append('Contact', replaceLocalhost(contact, listener));
  else if (dialogMethods.has(line.method)) headers.append('Contact', contactOf(listener, isSecure(line.uri)));
  applyHeaders(headers, sparse, listener, identityHeaders);
  return withBody({ kind: 'request', method: line.method, uri: line.uri, headers, body: EMPTY_BODY }, sparse);
}
