import { contactUri, dialogId, recordRoutes } from '../dialog/dialog.ts';
import { parseCSeq } from '../message/cseq.ts';
import { EMPTY_BODY, Headers, type SipRequest, type SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { responseTo } from '../message/respond.ts';
import { serialize } from '../message/serialize.ts';
import { newCallId, newTag } from '../message/token.ts';
import { parseUri } from '../message/uri.ts';
import { type NextHop, nextHopOf, numericTarget, protocolOf } from '../sending/next-hop.ts';
import { RoutedRequest } from '../sending/routed-request.ts';
import type { Flow, Listener } from '../transport/flow.ts';
import type { ApplicationConnection } from './application-connection.ts';
import { ApplicationDialog } from './application-dialog.ts';
import { contactOf, type EngineContext, listenerUri, localEndOf, peerOf } from './context.ts';
import { Counters } from './counters.ts';
import { sendAck } from './dialog-ack.ts';
import { forgetDialog, throwAwayId } from './dialog-end.ts';
import {
  applyHeaders,
  bracketed,
  detectContentType,
  parseSparse,
  replaceLocalhost,
  type SparseMessage,
  sparseValue,
} from './header-rules.ts';
import { type Command, nowhere, requestSentData } from './meta.ts';
import { OutgoingRequest } from './outgoing-request.ts';
import { armAsClient, newSentInvite } from './session.ts';
import { isElsewhere } from './uas.ts';

const dialogMethods: ReadonlySet<string> = new Set(['INVITE', 'SUBSCRIBE']);
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

interface RequestLine {
  readonly method: string;
  readonly uri: string;
}

/** `sip` with a request outside any dialog. */
export function sendOutsideDialog(
  context: EngineContext,
  connection: ApplicationConnection,
  command: Command,
): void {
  const sparse = parseSparse(command.text, context.preservedNames);
  const line = requestLine(sparse.startLine);
  const routeUrl = command.tokens[2] ?? '';
  const hop = line === null ? 'invalid request-uri' : chooseNextHop(context, line, sparse, routeUrl);
  if (line === null || typeof hop === 'string') {
    connection.refuse(command.id, `${String(hop)}: ${sparse.startLine}`);
    return;
  }
  if (sparse.body.length > 0 && contentTypeOf(sparse) === undefined) {
    connection.refuse(command.id, 'missing content-type');
    return;
  }
  const outgoing = new OutgoingRequest(connection, line.method, null);
  const identity = {
    callId: sparseValue(sparse, 'call-id') ?? newCallId(),
    fromTag: newTag(),
    cseq: cseqOf(sparse) ?? 1,
  };
  send(context, outgoing, hop, command.id, (listener) => outsideRequest(line, sparse, identity, listener));
}

export function requestLine(startLine: string): RequestLine | null {
  const match = /^([A-Za-z0-9\-.!%*_+`'~]+) (\S+)(?: SIP\/2\.0)?$/.exec(startLine);
  const method = match?.[1];
  const uri = match?.[2];
  return method === undefined || uri === undefined ? null : { method, uri };
}

export function cseqOf(sparse: SparseMessage): number | undefined {
  const number = Number.parseInt(sparseValue(sparse, 'cseq') ?? '', 10);
  return Number.isNaN(number) ? undefined : number;
}

function contentTypeOf(sparse: SparseMessage): string | undefined {
  return sparseValue(sparse, 'content-type') ?? detectContentType(sparse.body);
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
  if (given !== undefined) return usable(context, nextHopOf(given));
  if (uri.scheme !== 'sip' && uri.scheme !== 'sips') {
    if (context.outboundProxy === null) return 'requested protocol/transport not available';
    return usable(context, nextHopOf(context.outboundProxy));
  }
  const flow = rememberedFlowMethods.has(line.method) ? context.flowMemory.find(uri) : null;
  if (flow !== null) return { kind: 'flow', flow };
  if (context.ownNames.includes(uri)) return 'can not send request to myself';
  return usable(
    context,
    context.outboundProxy === null ? { kind: 'uri', uri } : nextHopOf(context.outboundProxy),
  );
}

function usable(context: EngineContext, hop: NextHop | null): NextHop | string {
  if (hop === null) return 'invalid route';
  const protocol = hop.kind === 'uri' ? protocolOf(hop.uri) : null;
  if (protocol === null || listenerOf(context, protocol) !== null) return hop;
  return 'requested protocol/transport not available';
}

function listenerOf(context: EngineContext, protocol: string): Listener | null {
  return context.ports.transports.listeners.find((listener) => listener.protocol === protocol) ?? null;
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
  else if (dialogMethods.has(line.method)) headers.append('Contact', contactOf(listener));
  applyHeaders(headers, sparse, listener, identityHeaders);
  return withBody({ kind: 'request', method: line.method, uri: line.uri, headers, body: EMPTY_BODY }, sparse);
}

export function withBody(request: SipRequest, sparse: SparseMessage): SipRequest {
  request.body = sparse.body;
  const type =
    sparse.body.length > 0 && !request.headers.has('Content-Type')
      ? detectContentType(sparse.body)
      : undefined;
  if (type !== undefined) request.headers.append('Content-Type', type);
  return request;
}

/** Sends a request of an application, tells it what was sent, and passes up what comes back. */
export function send(
  context: EngineContext,
  outgoing: OutgoingRequest,
  hop: NextHop,
  commandId: string,
  prepare: (listener: Listener) => SipRequest,
): void {
  context.outgoing.set(outgoing.transactionId, outgoing);
  let echoed = false;
  const adopt = (request: SipRequest): SipRequest => {
    outgoing.request = request;
    if (outgoing.dialog === null && dialogMethods.has(outgoing.method)) {
      const { headers } = request;
      outgoing.dialogId = dialogId(headers.get('Call-ID') ?? '', tagOf(headers.get('From') ?? '') ?? '');
      if (outgoing.method === 'INVITE') outgoing.invite ??= newSentInvite(cseqOfRequest(request));
    }
    return request;
  };
  const echo = (bytes: Buffer, flow: Flow | null): void => {
    if (echoed) return;
    echoed = true;
    const end = flow === null ? { ...nowhere, protocol: 'unknown' } : localEndOf(flow);
    outgoing.connection.reply(
      commandId,
      requestSentData(flow === null ? 0 : bytes.length, end, outgoing.transactionId),
      bytes,
    );
  };
  const routed = new RoutedRequest(context.ports, hop, {
    prepare: (listener) => adopt(prepare(listener)),
    onSent: (bytes, flow) => {
      context.counters.requestsOut.add(outgoing.method);
      echo(bytes, flow);
    },
    onResponse: (response, flow) => onResponse(context, outgoing, response, flow),
    onFailure: (status, detail) => {
      const request = outgoing.request ?? adopt(prepare(fallbackListener(context, hop)));
      echo(serialize(request), null);
      onFailure(context, outgoing, request, status, detail);
    },
  });
  outgoing.routed = routed;
  if (outgoing.invite !== null) outgoing.invite.routed = routed;
}

function cseqOfRequest(request: SipRequest): number {
  return parseCSeq(request.headers.get('CSeq') ?? '')?.number ?? 0;
}

/** Contact and From need a listener even when nothing could be sent. */
function fallbackListener(context: EngineContext, hop: NextHop): Listener {
  if (hop.kind === 'flow') return hop.flow.listener;
  const target = hop.kind === 'target' ? hop.target : numericTarget(hop.uri);
  const found = target === null ? null : listenerOf(context, target.protocol);
  const listener = found ?? context.ports.transports.listeners[0];
  if (listener === undefined) throw new Error('the engine has no listener');
  return listener;
}

/** A final response that nobody sent: the application is told as if it came from the network. */
function onFailure(
  context: EngineContext,
  outgoing: OutgoingRequest,
  request: SipRequest,
  status: 408 | 410 | 487 | 503,
  detail: string,
): void {
  context.log.info('a request got no response', {
    method: outgoing.method,
    status,
    detail,
    callId: request.headers.get('Call-ID'),
  });
  const response = responseTo(request, status);
  finish(context, outgoing, response);
  const bytes = serialize(response);
  outgoing.connection.sendSip(
    {
      source: 'network',
      bytes: 0,
      from: nowhere,
      transactionId: outgoing.transactionId,
      dialogId: outgoing.dialogId,
    },
    bytes,
  );
}

function onResponse(
  context: EngineContext,
  outgoing: OutgoingRequest,
  response: SipResponse,
  flow: Flow,
): void {
  if (outgoing.method === 'INVITE') {
    if (!isNewsOfInvite(context, outgoing, response, flow)) return;
  } else if (outgoing.finished) return;
  if (response.status >= 200) finish(context, outgoing, response);
  else if (outgoing.dialog === null || outgoing.dialog.state === 'early')
    learnEarly(context, outgoing, response, flow);
  if (response.status >= 200 && response.status < 300) onSuccess(context, outgoing, response, flow);
  if (outgoing.connection.closed) {
    onResponseForNobody(context, outgoing, response);
    return;
  }
  const bytes = serialize(response);
  const meta = { source: 'network', bytes: bytes.length, from: peerOf(flow) } as const;
  outgoing.connection.sendSip(
    { ...meta, transactionId: outgoing.transactionId, dialogId: outgoing.dialogId },
    bytes,
  );
}

/** Repeated 2xx and repeated reliable 1xx are dealt with here and not passed up. */
function isNewsOfInvite(
  context: EngineContext,
  outgoing: OutgoingRequest,
  response: SipResponse,
  flow: Flow,
): boolean {
  const { invite } = outgoing;
  const tag = tagOf(response.headers.get('To') ?? '');
  if (response.status < 200) {
    if (outgoing.finished) return false;
    const rseq = response.headers.get('RSeq');
    if (rseq === undefined) return true;
    const key = `${rseq} ${tag ?? ''}`;
    if (outgoing.seenReliable.has(key)) return false;
    outgoing.seenReliable.add(key);
    return true;
  }
  if (!outgoing.finished || invite === null) return !outgoing.finished;
  if (response.status >= 300) return false;
  if (invite.answeredTag === tag) invite.ack?.flow.send(invite.ack.bytes);
  else hangUpFork(context, outgoing, response, flow);
  return false;
}

/** A second callee answered a forked INVITE: it is acknowledged and hung up (RFC 3261 §13.2.2.4). */
function hangUpFork(
  context: EngineContext,
  outgoing: OutgoingRequest,
  response: SipResponse,
  flow: Flow,
): void {
  const { request } = outgoing;
  if (request === null || outgoing.invite === null) return;
  const fork = uacDialog(outgoing, request, response, flow);
  const sent = newSentInvite(outgoing.invite.cseq);
  context.log.warn('a second answer to a forked INVITE is hung up', { dialogId: fork.id });
  sendAck(context, fork, sent, {
    onSent: () => {
      const hop = fork.nextHop();
      if (hop === null) return;
      const bye = fork.request('BYE', fork.nextCSeq());
      new RoutedRequest(context.ports, hop, {
        prepare: () => bye,
        onResponse: () => {},
        onFailure: () => {},
      });
    },
    onFailed: () => {},
  });
}

/** The final response is known: the transaction leaves the tables. */
function finish(context: EngineContext, outgoing: OutgoingRequest, response: SipResponse): void {
  outgoing.finished = true;
  context.outgoing.delete(outgoing.transactionId);
  const { dialog, invite } = outgoing;
  if (invite !== null) invite.open = false;
  if (dialog === null) return;
  const success = response.status < 300;
  if (dialog.state === 'early' && !success && dialogMethods.has(outgoing.method))
    forgetDialog(context, dialog);
  if (outgoing.method === 'BYE' && response.status !== 401 && response.status !== 407)
    forgetDialog(context, dialog);
  if (
    outgoing.method === 'NOTIFY' &&
    success &&
    dialog.method === 'SUBSCRIBE' &&
    endsSubscription(outgoing.request)
  ) {
    forgetDialog(context, dialog);
  }
}

export function endsSubscription(request: SipRequest | null): boolean {
  return /^\s*terminated\b/i.test(request?.headers.get('Subscription-State') ?? '');
}

/** A provisional response with a To tag makes or refreshes the early dialog (RFC 3261 §12.1.2). */
function learnEarly(
  context: EngineContext,
  outgoing: OutgoingRequest,
  response: SipResponse,
  flow: Flow,
): void {
  const { request } = outgoing;
  if (outgoing.method !== 'INVITE' || request === null || response.status === 100) return;
  if (tagOf(response.headers.get('To') ?? '') === undefined) return;
  if (outgoing.dialog === null) {
    adoptDialog(context, outgoing, uacDialog(outgoing, request, response, flow));
    return;
  }
  learnRemote(outgoing.dialog, request, response, flow);
}

function adoptDialog(context: EngineContext, outgoing: OutgoingRequest, dialog: ApplicationDialog): void {
  outgoing.dialog = dialog;
  dialog.sentInvite = outgoing.invite;
  context.dialogs.add(dialog);
}

function onSuccess(
  context: EngineContext,
  outgoing: OutgoingRequest,
  response: SipResponse,
  flow: Flow,
): void {
  const { request } = outgoing;
  if (request === null) return;
  if (outgoing.method === 'UPDATE' && outgoing.dialog !== null) {
    refreshTarget(outgoing.dialog, response);
    if (request.body.length > 0) outgoing.dialog.localSdp = request.body;
    if (outgoing.dialog.method === 'INVITE') armAsClient(context, outgoing.dialog, response);
    return;
  }
  if (!dialogMethods.has(outgoing.method)) return;
  const isFirst = outgoing.dialog === null || outgoing.dialog.state === 'early';
  if (outgoing.dialog === null) adoptDialog(context, outgoing, uacDialog(outgoing, request, response, flow));
  const { dialog, invite } = outgoing;
  if (dialog === null) return;
  if (isFirst) learnRemote(dialog, request, response, flow);
  else refreshTarget(dialog, response);
  dialog.state = 'confirmed';
  if (invite === null) return;
  invite.answeredTag = tagOf(response.headers.get('To') ?? '');
  if (request.body.length > 0) dialog.localSdp = request.body;
  armAsClient(context, dialog, response);
}

function uacDialog(
  outgoing: OutgoingRequest,
  request: SipRequest,
  response: SipResponse,
  flow: Flow,
): ApplicationDialog {
  const from = request.headers.get('From') ?? '';
  const dialog = new ApplicationDialog(
    {
      role: 'uac',
      method: outgoing.method === 'INVITE' ? 'INVITE' : 'SUBSCRIBE',
      callId: request.headers.get('Call-ID') ?? '',
      localTag: tagOf(from) ?? '',
      remoteTag: undefined,
      localAddress: from,
      remoteAddress: request.headers.get('To') ?? '',
      localCSeq: cseqOfRequest(request),
      remoteCSeq: null,
      remoteTarget: null,
      routeSet: [],
      contact: request.headers.get('Contact') ?? null,
    },
    outgoing.connection,
  );
  learnRemote(dialog, request, response, flow);
  return dialog;
}

/**
 * Tags, target and route of the peer, from a response that makes the dialog (RFC 3261 §12.1.2). A provisional
 * response without Contact leaves the Request-URI as the target of a PRACK; a 2xx without one leaves none.
 */
function learnRemote(
  dialog: ApplicationDialog,
  request: SipRequest,
  response: SipResponse,
  flow: Flow,
): void {
  dialog.remoteAddress = response.headers.get('To') ?? dialog.remoteAddress;
  dialog.remoteTag = tagOf(dialog.remoteAddress);
  dialog.routeSet = recordRoutes(response.headers).reverse();
  const target = contactUri(response.headers);
  dialog.remoteTarget = target ?? (response.status < 200 ? request.uri : null);
  const direct = dialog.routeSet.length === 0 && dialog.remoteTarget !== null;
  dialog.peerFlow = direct && isElsewhere(dialog.remoteTarget, flow) ? flow : null;
}

/** A 2xx to a target refresh request may move the peer (RFC 3261 §12.2.1.2). */
function refreshTarget(dialog: ApplicationDialog, response: SipResponse): void {
  dialog.remoteTarget = contactUri(response.headers) ?? dialog.remoteTarget;
}

/** The application is gone: a call that was just answered must not stay up with nobody. */
function onResponseForNobody(context: EngineContext, outgoing: OutgoingRequest, response: SipResponse): void {
  context.log.warn('a response for an application that is gone', {
    method: outgoing.method,
    status: response.status,
  });
  const { dialog, invite } = outgoing;
  if (outgoing.method !== 'INVITE' || dialog === null || invite === null) return;
  if (response.status < 200 || response.status >= 300) return;
  sendAck(context, dialog, invite, {
    onSent: () => hangUp(context, dialog),
    onFailed: () => forgetDialog(context, dialog),
  });
}

function hangUp(context: EngineContext, dialog: ApplicationDialog): void {
  const hop = dialog.nextHop();
  forgetDialog(context, dialog);
  if (hop === null) return;
  const bye = dialog.request('BYE', dialog.nextCSeq());
  new RoutedRequest(context.ports, hop, { prepare: () => bye, onResponse: () => {}, onFailure: () => {} });
}

/** `sip` with a transaction id and CANCEL: the application cancels its INVITE. */
export function cancelFromApplication(
  context: EngineContext,
  connection: ApplicationConnection,
  command: Command,
): void {
  const transactionId = command.tokens[0] ?? '';
  const outgoing = context.outgoing.get(transactionId);
  if (outgoing === undefined || outgoing.method !== 'INVITE' || outgoing.routed === null) {
    connection.refuse(command.id, `unable to cancel unknown transaction id: ${transactionId}`);
    return;
  }
  const sparse = parseSparse(command.text, context.preservedNames);
  const extra = new Headers();
  for (const { key, name, value } of sparse.headers) if (!notInCancel.has(key)) extra.append(name, value);
  if (outgoing.invite !== null) outgoing.invite.cancelled = true;
  outgoing.routed.cancel(extra);
  const echoed = cancelText(outgoing, extra);
  connection.reply(command.id, requestSentData(echoed.length, nowhere, throwAwayId()), echoed);
}

const notInCancel: ReadonlySet<string> = new Set([
  'from',
  'to',
  'contact',
  'p-asserted-identity',
  'call-id',
  'cseq',
  'max-forwards',
  'route',
  'require',
  'proxy-require',
]);

/** The CANCEL as the application is told of it; it may have to wait for a provisional response. */
function cancelText(outgoing: OutgoingRequest, extra: Headers): Buffer {
  const source = outgoing.routed?.request ?? outgoing.request;
  const headers = new Headers();
  for (const name of ['Via', 'Max-Forwards', 'From', 'To', 'Call-ID']) {
    if (source !== null) headers.copyFrom(source.headers, name);
  }
  headers.append('CSeq', `${outgoing.invite?.cseq ?? 0} CANCEL`);
  for (const { name, value } of extra.entries()) headers.append(name, value);
  const uri = source?.uri ?? 'sip:unknown.invalid';
  return serialize({ kind: 'request', method: 'CANCEL', uri, headers, body: EMPTY_BODY });
}

export function countResponse(context: EngineContext, response: SipResponse): void {
  context.counters.responsesIn.add(Counters.responseClass(response.status));
}
