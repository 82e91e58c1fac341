import type { ServerTransaction } from '../transaction/transaction-layer.ts';
import { cdrAttempt, cdrStop } from '../ua/cdr.ts';
import type { EngineContext } from '../ua/context.ts';
import { IncomingRequest } from '../ua/incoming-request.ts';
import { noApplication } from '../ua/no-application.ts';
import { proxyByEngine } from '../ua/proxying.ts';

/** How a native handler wants a request forwarded. */
export interface NativeProxyOptions {
  /** Stay in the dialog by Record-Route; default false. */
  readonly recordRoute?: boolean | undefined;
  /** Try the Contacts of a 3xx; default false. */
  readonly followRedirects?: boolean | undefined;
  /** All destinations of the same q at once; default false, one after the other. */
  readonly simultaneous?: boolean | undefined;
  /** The next destination is tried when one has said nothing for so long, at least 1; default: never. */
  readonly provisionalTimeoutMs?: number | undefined;
  /** The next destination is tried when one has not answered for so long, at least 1; default: never. */
  readonly finalTimeoutMs?: number | undefined;
}

/**
 * Forwards a new request as a stateful proxy, without an application connection: the engine carries responses, CANCEL
 * and, with Record-Route, the requests of the dialog.
 * @param destinations URIs, each perhaps with a preference among its parameters (`;q=0.5`)
 * @returns false when one is no URI that there is a transport for; then nothing was forwarded or answered
 */
export function proxyNatively(
  context: EngineContext,
  transaction: ServerTransaction,
  destinations: readonly string[],
  options: NativeProxyOptions,
): boolean {
  const { request } = transaction;
  const isInvite = request.method === 'INVITE';
  const incoming = new IncomingRequest(transaction, noApplication, null);
  // From here on a CANCEL finds it.
  context.incoming.add(incoming);
  if (isInvite) cdrAttempt(context, 'network', request);
  const forwarded = proxyByEngine(context, incoming, {
    destination: destinations,
    recordRoute: options.recordRoute === true,
    followRedirects: options.followRedirects === true,
    simultaneous: options.simultaneous === true,
    provisionalTimeoutMs: options.provisionalTimeoutMs ?? null,
    finalTimeoutMs: options.finalTimeoutMs ?? null,
  });
  if (!forwarded) {
    context.incoming.remove(incoming);
    if (isInvite) cdrStop(context, 'network', 'call-rejected', request);
  }
  return forwarded;
}
