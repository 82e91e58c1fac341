import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ApplicationConnection } from './application-connection.ts';
import { type ApplicationSocketOptions, serveApplication } from './application-socket.ts';

export interface OutboundAddress {
  readonly host: string;
  readonly port: number;
  readonly transport: 'tcp' | 'tls';
}

const connectTimeoutMs = 2_000;
const authenticateWithinMs = 3_000;
const defaultPort = 3000;

/** `host:port`, `host:port;transport=tls`, `tcp://host:port` or `tls://host:port`; null for anything else. */
export function parseOutboundAddress(text: string): OutboundAddress | null {
  const match =
    /^(?:(tcp|tls|sips?):(?:\/\/)?)?(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?((?:;[^;\s]*)*)$/i.exec(
      text,
    );
  const host = match?.[2];
  const port = Number(match?.[3] ?? defaultPort);
  if (host === undefined || port === 0 || port > 65_535) return null;
  const transport = /;transport=(\w+)/i.exec(match?.[4] ?? '')?.[1] ?? match?.[1] ?? 'tcp';
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port,
    transport: transport.toLowerCase() === 'tls' ? 'tls' : 'tcp',
  };
}

/**
 * Opens a connection to an application that listens (`srf.listen`). Resolves when it has authenticated; rejects when
 * it cannot be reached, takes too long or has another secret. Its certificate is not checked: like the C++ server,
 * the engine is the one that asks for the secret.
 */
export function connectApplication(
  address: OutboundAddress,
  options: ApplicationSocketOptions,
): Promise<ApplicationConnection> {
  return new Promise((resolve, reject) => {
    const { host, port, transport } = address;
    const socket: Socket =
      transport === 'tls'
        ? connectTls({ host, port, rejectUnauthorized: false })
        : connectTcp({ host, port });
    socket.setNoDelay(true);
    const connecting = setTimeout(
      () => socket.destroy(new Error(`no connection within ${connectTimeoutMs} ms`)),
      connectTimeoutMs,
    );
    socket.once('error', reject);
    socket.once('close', () => {
      clearTimeout(connecting);
      reject(new Error('the application closed the connection'));
    });
    socket.once(transport === 'tls' ? 'secureConnect' : 'connect', () => {
      clearTimeout(connecting);
      const authenticating = setTimeout(
        () => socket.destroy(new Error(`no authenticate within ${authenticateWithinMs} ms`)),
        authenticateWithinMs,
      );
      socket.once('close', () => clearTimeout(authenticating));
      serveApplication(socket, `${host}:${port} outbound`, {
        ...options,
        onPayload: (connection, payload) => {
          const goOn = options.onPayload(connection, payload);
          if (connection.authenticated) {
            clearTimeout(authenticating);
            resolve(connection);
          }
          return goOn;
        },
      });
    });
  });
}
