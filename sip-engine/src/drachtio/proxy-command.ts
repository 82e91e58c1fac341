import type { ProxyRefusal } from '../forking-proxy/admission.ts';
import type { ProxyOptions } from '../forking-proxy/forking-proxy.ts';
import type { Headers } from '../message/message.ts';
import { serialize } from '../message/serialize.ts';
import type { Listener } from '../transport/flow.ts';
import { type EngineContext, peerOf } from '../ua/context.ts';
import { applyHeaders, parseSparse, type SparseMessage } from '../ua/header-rules.ts';
import { nobodyAsks, type ProxyAsker, proxyTargets, refuseToProxy, startProxy } from '../ua/proxying.ts';
import { answerByEngine } from '../ua/uas.ts';
import type { ApplicationConnection } from './application-connection.ts';
import { type Command, nowhere, proxyResponseData } from './meta.ts';

/** What an application is told of a refusal; the first is known to applications by its words. */
const refusalTexts: Readonly<Record<ProxyRefusal['status'], string>> = {
  420: 'Rejected with 420 Bad Extension due to Proxy-Require',
  440: 'Rejected with 440 Max-Breadth Exceeded',
  482: 'Rejected with 482 Loop Detected',
  483: 'Rejected with 483 Too Many Hops due to Max-Forwards value of 0',
};
/** A proxy leaves these as the caller wrote them. */
const untouchable: ReadonlySet<string> = new Set([
  'from',
  'to',
  'call-id',
  'cseq',
  'route',
  'max-forwards',
  'max-breadth',
  'contact',
]);

/** `proxy`: an application hands a request to the engine, to be forwarded. */
export function proxyFromApplication(
  context: EngineContext,
  connection: ApplicationConnection,
  command: Command,
): void {
  const [transactionId = '', recordRoute, full, follow, mode, provisional = '', final = '', ...destinations] =
    command.tokens;
  const incoming = context.incoming.byId(transactionId);
  if (incoming === undefined || incoming.state !== 'waiting' || incoming.inDialog) {
    connection.refuse(command.id, `Unknown transaction id: ${transactionId}`);
    return;
  }
  const mark = context.proxy.loops.markOf(incoming.transaction.request);
  const refusal = refuseToProxy(context, incoming, mark);
  if (refusal !== null) {
    connection.refuse(command.id, refusalTexts[refusal.status]);
    return;
  }
  const targets = proxyTargets(context, destinations);
  if (targets === null) {
    answerByEngine(context, incoming, 500);
    context.log.warn('a request cannot be proxied', {
      destinations: destinations.join(' '),
      callId: incoming.callId,
    });
    connection.refuse(command.id, 'error proxying request to ');
    return;
  }
  const options: ProxyOptions = {
    targets,
    recordRoute: recordRoute === 'remainInDialog',
    followRedirects: follow === 'followRedirects',
    simultaneous: mode === 'simultaneous',
    provisionalTimeoutMs: parseDelay(provisional),
    finalTimeoutMs: parseDelay(final),
    inDialog: null,
    decorate: decorationOf(parseSparse(command.text, context.preservedNames)),
    mark,
  };
  const tellAll = full === 'fullResponse';
  startProxy(context, incoming, options, tellAll ? eachResponse(connection, command.id) : nobodyAsks);
  if (!tellAll) connection.reply(command.id, 'OK|done');
}

function eachResponse(connection: ApplicationConnection, commandId: string): ProxyAsker {
  return {
    onFinalResponse: (response, flow) => {
      const bytes = serialize(response);
      const [size, from] = flow === null ? [0, nowhere] : [bytes.length, peerOf(flow)];
      connection.reply(commandId, proxyResponseData(size, from), bytes);
    },
    onDone: () => connection.reply(commandId, 'OK|done'),
  };
}

/** Puts an application's headers into what is forwarded; null when it gave none. */
function decorationOf(sparse: SparseMessage): ProxyOptions['decorate'] {
  if (sparse.headers.every(({ key }) => untouchable.has(key))) return null;
  return (headers: Headers, listener: Listener) => {
    for (const { key, name } of sparse.headers) if (!untouchable.has(key)) headers.remove(name);
    applyHeaders(headers, sparse, listener, untouchable);
  };
}

/** `2s` or `1500ms` in ms, at least 1; null for anything else. */
export function parseDelay(text: string): number | null {
  const match = /^(\d{1,7})(ms|s)$/.exec(text);
  if (match === null) return null;
  return Math.max(1, Number(match[1]) * (match[2] === 's' ? 1000 : 1));
}
