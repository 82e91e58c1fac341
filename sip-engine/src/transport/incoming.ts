import type { SipRequest } from '../message/message.ts';
import { firstVia, parseVia } from '../message/via.ts';
import { addressOf, type Flow } from './flow.ts';

/**
 * Writes the packet's source into the top Via: `received` when sent-by is another host (RFC 3261 §18.2.1) or when
 * `rport` is asked for, and then the port too (RFC 3581 §4). What the sender wrote there itself is replaced.
 */
export function stampVia(request: SipRequest, flow: Flow): void {
  const line = request.headers.get('Via');
  if (line === undefined) return;
  const first = firstVia(line);
  const via = parseVia(first);
  if (via === null) return;
  const asksForPort = via.rport !== undefined;
  const needsReceived = asksForPort || addressOf(via.host) !== flow.remoteAddress;
  if (!needsReceived && via.received === undefined) return;
  const head = first.search(/;|$/);
  let stamped = first.slice(0, head).trimEnd();
  for (const [name, value] of via.params) {
    if (name === 'received' || name === 'rport') continue;
    stamped += value === null ? `;${name}` : `;${name}=${value}`;
  }
  if (asksForPort) stamped += `;rport=${flow.remotePort}`;
  if (needsReceived) stamped += `;received=${flow.remoteAddress}`;
  request.headers.replaceFirst('Via', stamped + line.slice(line.indexOf(first) + first.length));
}
