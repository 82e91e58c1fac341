import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { endpointKey, type Flow, NO_NAMES, type Target } from './flow.ts';
import { identifies, sipIdentities, verifiedNamesOf } from './sip-identity.ts';
import type { StreamListener } from './stream-listener.ts';
import type { TlsCredentials } from './tls-credentials.ts';

/** No flow to a target could be had. */
export class FlowUnavailable extends Error {
  /**
   * ENOFLOW: only a live connection could have reached it, and there is none; ECERTIFICATE: the server did not prove
   * that it is the one asked for.
   */
  readonly code: 'ENOFLOW' | 'EUNREACHABLE' | 'ECERTIFICATE';

  constructor(code: FlowUnavailable['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** A connection that is open, and the names that its other side has proved. */
export interface OpenedConnection {
  readonly socket: Socket;
  readonly verifiedNames: readonly string[];
}

/** One connect at a time to each target, for all who ask. */
export class OutgoingConnections {
  readonly #connecting = new Map<string, Promise<Flow>>();

  /** @param open makes the connection; called when nobody else is making it */
  share(target: Target, open: () => Promise<Flow>): Promise<Flow> {
    const key = `${target.protocol}|${endpointKey(target.address, target.port)}|${target.serverName ?? ''}`;
    const pending = this.#connecting.get(key);
    if (pending !== undefined) return pending;
    const opening = open().finally(() => this.#connecting.delete(key));
    this.#connecting.set(key, opening);
    return opening;
  }
}

/** Opens a TCP connection; rejects with {@link FlowUnavailable} when refused or after `timeoutMs`. */
export async function openTcp(
  target: Target,
  from: StreamListener,
  timeoutMs: number,
): Promise<OpenedConnection> {
  const socket = connect({ host: target.address, port: target.port, ...localAddress(from) });
  await ready(socket, 'connect', target, timeoutMs);
  return { socket, verifiedNames: NO_NAMES };
}

/**
 * Opens a TLS connection and checks that the certificate names the domain asked for, or else the address (RFC 5922
 * §7.3), unless the credentials say not to. Rejects with {@link FlowUnavailable}.
 */
export async function openTls(
  target: Target,
  from: StreamListener,
  credentials: TlsCredentials,
  timeoutMs: number,
): Promise<OpenedConnection> {
  const { serverName } = target;
  const socket: TLSSocket = connectTls({
    host: target.address,
    port: target.port,
    ...localAddress(from),
    secureContext: credentials.context,
    ...(serverName === undefined ? {} : { servername: serverName }),
    rejectUnauthorized: credentials.verifiesServers,
    checkServerIdentity: (_host, certificate) => {
      const wanted = serverName ?? target.address;
      const identities = sipIdentities(certificate);
      return identifies(identities, wanted)
        ? undefined
        : new CertificateMismatch(
            `the certificate is for ${identities.join(', ') || 'nobody'}, not ${wanted}`,
          );
    },
  });
  await ready(socket, 'secureConnect', target, timeoutMs);
  return { socket, verifiedNames: verifiedNamesOf(socket) };
}

class CertificateMismatch extends Error {}

function localAddress({ bound }: StreamListener): { localAddress?: string } {
  const { address } = bound.outside;
  return address === '0.0.0.0' || address === '::' ? {} : { localAddress: address };
}

function ready(
  socket: Socket | TLSSocket,
  event: 'connect' | 'secureConnect',
  target: Target,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy(new Error(`No connection to ${target.address}:${target.port} within ${timeoutMs} ms`));
    }, timeoutMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      const distrusted = 'authorizationError' in socket && socket.authorizationError;
      const code = distrusted || error instanceof CertificateMismatch ? 'ECERTIFICATE' : 'EUNREACHABLE';
      reject(new FlowUnavailable(code, error.message));
    };
    socket.once('error', fail);
    socket.once(event, () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve();
    });
  });
}
