import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { refuseUpgrade } from '@tandem/sip-engine/refuse-upgrade';
import type { Log } from '../observability/log.ts';

/** Takes over an HTTP connection that asks for a WebSocket. */
export type UpgradeHandler = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  options: { readonly secure: boolean },
) => void;

/**
 * Passes SIP over WebSocket on to an external engine, byte by byte, so that browsers need only one origin.
 * @param address `host:port` of the engine's WebSocket listener
 */
export function passUpgradesTo(address: string, log: Log): UpgradeHandler {
  const colon = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, colon), Number(address.slice(colon + 1))];
  return (request, socket, head) => {
    const upstream = connect({ host, port }, () => {
      upstream.write(requestText(request));
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    upstream.once('error', (error) => {
      log.warn('the SIP engine does not take WebSockets', { address, error });
      refuseUpgrade(socket, 503, 'the SIP engine cannot be reached');
    });
    socket.once('error', () => upstream.destroy());
    socket.once('close', () => upstream.destroy());
  };
}

function requestText({ url, rawHeaders }: IncomingMessage): string {
  const lines = [`GET ${url ?? '/'} HTTP/1.1`];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Answers upgrades when there is nothing behind them. */
export const refuseUpgrades: UpgradeHandler = (_request, socket) =>
  refuseUpgrade(socket, 404, 'SIP over WebSocket is not here');
