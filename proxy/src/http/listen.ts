import type { EventEmitter } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { UpgradeHandler } from '../sip/engine-upgrade.ts';
import { refuseUpgrades } from '../sip/engine-upgrade.ts';
import type { Certificate } from '../tls/certificate.ts';
import type { WebAdmission } from './web-admission.ts';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Also on HTTPS, when given. */
  readonly https?: {
    readonly port: number;
    readonly certificate: Certificate;
    /** A TLS handshake must be done this long after the connect, in ms; default 10,000, as for SIP over TLS. */
    readonly handshakeTimeoutMs?: number;
  };
  readonly admission: Pick<WebAdmission, 'admit'>;
  /** Path of SIP over WebSocket. */
  readonly webSocketPath: string;
  readonly onUpgrade: UpgradeHandler;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;
/** How often a server looks for requests whose time is over; Node's own half a minute adds to every limit. */
export const TIMEOUT_CHECK_MS = 1_000;

/** What was opened, with the real ports. */
export interface Listening {
  readonly httpPort: number;
  readonly httpsPort: number | null;
  /** For new connections; those that exist stay. */
  useCertificate(certificate: Certificate): void;
  /**
   * Stops listening and ends every request. WebSockets stay: they are the SIP engine's, which says goodbye over them
   * and closes them when it stops.
   */
  close(): void;
}

/**
 * Opens HTTP and HTTPS for one application and hands WebSockets on one path to the SIP engine.
 * @throws Error with the address and what to change when a port is taken
 */
export async function listen(app: FastifyInstance, options: ListenOptions): Promise<Listening> {
  await app.ready();
  const http = app.server;
  admitBy(options.admission, http);
  handUpgrades(http, options, false);
  const httpPort = await open(http, options.host, options.port, 'http.port (TANDEM_HTTP_PORT)');
  const closeHttp = () => {
    // Settles only when the last WebSocket is gone, so nobody waits for it.
    app.close().catch((error: unknown) => app.log.error(error));
    http.closeAllConnections();
  };
  if (!options.https) return { httpPort, httpsPort: null, useCertificate: () => {}, close: closeHttp };
  const { certificate, port, handshakeTimeoutMs = HANDSHAKE_TIMEOUT_MS } = options.https;
  const { cert, key } = certificate;
  const limits = {
    handshakeTimeout: handshakeTimeoutMs,
    requestTimeout: http.requestTimeout,
    headersTimeout: http.headersTimeout,
    connectionsCheckingInterval: TIMEOUT_CHECK_MS,
  };
  const https = createServer({ cert, key, ...limits }, app.routing);
  admitBy(options.admission, https);
  handUpgrades(https, options, true);
  const httpsPort = await open(https, options.host, port, 'https.port (TANDEM_HTTPS_PORT)').catch(
    async (error) => {
      await app.close();
      throw error;
    },
  );
  return {
    httpPort,
    httpsPort,
    useCertificate: ({ cert, key }) => https.setSecureContext({ cert, key }),
    close: () => {
      https.close();
      https.closeAllConnections();
      closeHttp();
    },
  };
}

function admitBy(admission: ListenOptions['admission'], server: EventEmitter): void {
  // Before the server begins to read, or a handshake.
  server.prependListener('connection', (socket: Socket) => {
    // One without an address has left already. Without the courtesy of a FIN: a flood must leave no sockets that wait.
    if (socket.remoteAddress === undefined || !admission.admit(socket)) socket.resetAndDestroy();
  });
}

type UpgradingServer = Pick<Server, 'on'>;

function handUpgrades(
  server: UpgradingServer,
  { webSocketPath, onUpgrade }: ListenOptions,
  secure: boolean,
): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = request.url?.split('?')[0];
    (path === webSocketPath ? onUpgrade : refuseUpgrades)(request, socket, head, { secure });
  });
}

function open(
  server: Server | ReturnType<typeof createServer>,
  host: string,
  port: number,
  setting: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? `is taken; change ${setting}` : `cannot be opened: ${error.message}`;
      reject(new Error(`${host}:${port} ${why}`));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
