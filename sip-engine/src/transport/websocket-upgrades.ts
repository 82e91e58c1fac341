import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ConnectionRefusal } from './refusals.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

/** Which web pages may connect: `*` any, `same-host` those of the host they connect to, else an origin. */
export type AllowedOrigins = readonly string[];

export interface UpgradeEvents {
  onRefusal(reason: ConnectionRefusal, socket: Socket, detail: string): void;
}

const MAX_MESSAGE_BYTES = 1024 * 1024 + 64 * 1024;

/** HTTP's side of SIP over WebSocket (RFC 7118): who may upgrade. */
export class WebSocketUpgrades {
  readonly #events: UpgradeEvents;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: () => SUB_PROTOCOL,
  });

  constructor(events: UpgradeEvents) {
    this.#events = events;
    this.#server.on('wsClientError', (error, socket, request) => {
      events.onRefusal('websocket-handshake', request.socket, error.message);
      refuseUpgrade(socket, 400, error.message);
    });
  }

  /** Answers the request, and gives the WebSocket when it is one that may be. */
  accept(
    request: IncomingMessage,
    head: Buffer,
    allowedOrigins: AllowedOrigins,
    accepted: (webSocket: WebSocket) => void,
  ): void {
    const { socket } = request;
    const { origin, host } = request.headers;
    if (!offersSip(request.headers['sec-websocket-protocol'])) {
      this.#events.onRefusal('websocket-protocol', request.socket, 'the sub-protocol sip is not offered');
      refuseUpgrade(socket, 400, 'The WebSocket sub-protocol must be sip (RFC 7118 section 4.1)');
    } else if (!isAllowed(origin, host, allowedOrigins)) {
      this.#events.onRefusal('websocket-origin', request.socket, `pages of ${origin} may not connect`);
      refuseUpgrade(socket, 403, 'Pages of this origin may not connect');
    } else this.#server.handleUpgrade(request, socket, head, accepted);
  }
}

const SUB_PROTOCOL = 'sip';

function offersSip(header: string | undefined): boolean {
  return (header ?? '').split(',').some((name) => name.trim() === SUB_PROTOCOL);
}

/** A client that is no web page sends no Origin (RFC 6455 §10.2), and cannot be made to connect by one. */
function isAllowed(origin: string | undefined, host: string | undefined, allowed: AllowedOrigins): boolean {
  if (origin === undefined || allowed.includes('*')) return true;
  const wanted = origin.toLowerCase();
  if (allowed.some((each) => each.toLowerCase() === wanted)) return true;
  return (
    allowed.includes('same-host') && wanted.replace(/^[a-z][a-z0-9+.-]*:\/\//, '') === host?.toLowerCase()
  );
}
