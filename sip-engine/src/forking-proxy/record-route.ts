import { createHmac, randomBytes } from 'node:crypto';
import type { Headers, SipRequest } from '../message/message.ts';
import { isSecure } from '../sending/next-hop.ts';
import type { Flow, Listener } from '../transport/flow.ts';

/**
 * Names a live connection in a Record-Route, so that later requests of the dialog go down the very connection over
 * which the peer came (RFC 5626 §5.3). Signed: nobody can aim at a connection he was not given.
 */
export class FlowTokens {
  readonly #key = randomBytes(32);
  readonly #tokens = new WeakMap<Flow, string>();

  tokenFor(flow: Flow): string {
    const known = this.#tokens.get(flow);
    if (known !== undefined) return known;
    const token = `f${flow.id}-${this.#signature(String(flow.id))}`;
    this.#tokens.set(flow, token);
    return token;
  }

  /** The flow id in a token, or null when the token is not ours. */
  flowId(token: string): number | null {
    const match = /^f(\d{1,15})-([0-9a-f]+)$/.exec(token);
    const id = match?.[1];
    if (id === undefined || match?.[2] !== this.#signature(id)) return null;
    return Number(id);
  }

  #signature(id: string): string {
    return createHmac('sha256', this.#key).update(id).digest('hex').slice(0, 16);
  }
}

const ofListener = new WeakMap<Listener, string>();

/** The Record-Route value for one side: of a stream that the peer opened it names the stream. */
function recordRouteFor(flow: Flow, tokens: FlowTokens, secure: boolean): string {
  const { listener } = flow;
  if (secure) return secureValueFor(listener, flow.accepted ? `${tokens.tokenFor(flow)}@` : '');
  if (flow.accepted) return valueFor(listener, `${tokens.tokenFor(flow)}@`);
  const known = ofListener.get(listener);
  if (known !== undefined) return known;
  const value = valueFor(listener, '');
  ofListener.set(listener, value);
  return value;
}

function valueFor(listener: Listener, user: string): string {
  const transport = listener.protocol === 'udp' ? '' : `;transport=${listener.protocol}`;
  return `<sip:${user}${listener.advertisedHost}:${listener.advertisedPort}${transport};lr>`;
}

/** Of a request to a SIPS URI (RFC 3261 §16.6 item 4); of a side that is not secure it stays what it is. */
function secureValueFor(listener: Listener, user: string): string {
  if (listener.protocol !== 'tls' && listener.protocol !== 'wss') return valueFor(listener, user);
  const transport = listener.protocol === 'wss' ? ';transport=ws' : '';
  return `<sips:${user}${listener.advertisedHost}:${listener.advertisedPort}${transport};lr>`;
}

/**
 * Keeps us on the way of later requests (RFC 3261 §16.6 item 4; RFC 3327 for REGISTER). Two entries when the sides
 * differ, so that each peer has one it can reach, and each names the connection to its side when the peer opened it.
 */
export function recordRoute(
  headers: Headers,
  { method, uri }: Pick<SipRequest, 'method' | 'uri'>,
  from: Flow,
  target: Flow,
  tokens: FlowTokens,
): void {
  const name = method === 'REGISTER' ? 'Path' : 'Record-Route';
  const secure = isSecure(uri);
  headers.prepend(name, recordRouteFor(from, tokens, secure));
  if (from.listener !== target.listener || from.accepted || target.accepted) {
    headers.prepend(name, recordRouteFor(target, tokens, secure));
  }
  if (name === 'Path') headers.append('Require', 'path');
}
