import type { Socket } from 'node:net';
import type { EngineLog } from '../engine-log.ts';
import { ApplicationConnection } from './application-connection.ts';
import { FrameDecoder } from './frame.ts';

export interface ApplicationSocketOptions {
  readonly log: EngineLog;
  /** Carries out one payload; false: close the connection. */
  onPayload(connection: ApplicationConnection, payload: string): boolean;
  onClosed(connection: ApplicationConnection): void;
  /** It is refused or cut off. */
  refused(reason: ApplicationRefusal): void;
}

/** An application that reads so slowly is cut off, in bytes waiting for it. */
const maxUnsentBytes = 16 * 1024 * 1024;
/** A connection that does not authenticate is closed, in ms. */
const authenticateWithinMs = 10_000;
/** Who has not authenticated shall not have us hold the megabyte that a frame may have. */
const maxGreetingBytes = 8 * 1024;

/** Why a connection was refused or cut off; the label `reason` of `sip_applications_refused_total`. */
export type ApplicationRefusal =
  | 'too many'
  | 'not authenticated'
  | 'wrong secret'
  | 'framing'
  | 'slow reader';

/** Makes an open TCP or TLS connection an application's, whichever side opened it. */
export function serveApplication(
  socket: Socket,
  name: string,
  options: ApplicationSocketOptions,
): ApplicationConnection {
  const { log, refused } = options;
  const connection = new ApplicationConnection(name, sinkOf(socket, name, options), log);
  const deadline = setTimeout(() => {
    if (connection.authenticated) return;
    log.warn('a connection that did not authenticate is closed', { application: name });
    refused('not authenticated');
    socket.destroy();
  }, authenticateWithinMs);
  const decoder = new FrameDecoder();
  socket.on('data', (chunk) => onData(connection, decoder, chunk, options));
  socket.on('error', (error) => log.debug('an application connection failed', { application: name, error }));
  socket.on('close', () => {
    clearTimeout(deadline);
    options.onClosed(connection);
  });
  return connection;
}

function sinkOf(socket: Socket, name: string, { log, refused }: ApplicationSocketOptions) {
  return {
    write: (frame: Buffer): boolean => {
      socket.write(frame);
      if (socket.writableLength <= maxUnsentBytes) return true;
      log.warn('an application reads too slowly and is cut off', { application: name });
      refused('slow reader');
      return false;
    },
    close: (): void => {
      socket.end();
    },
  };
}

function onData(
  connection: ApplicationConnection,
  decoder: FrameDecoder,
  chunk: Buffer,
  { log, onPayload, refused }: ApplicationSocketOptions,
): void {
  if (connection.closed) return;
  const batch = decoder.push(chunk);
  for (const payload of batch.payloads) {
    if (onPayload(connection, payload.toString('latin1'))) continue;
    connection.close();
    return;
  }
  const problem = batch.ok ? greetingProblem(connection, decoder) : batch.problem;
  if (problem === null) return;
  log.warn('an application lost its framing', { application: connection.name, problem });
  refused('framing');
  connection.close();
}

function greetingProblem(connection: ApplicationConnection, decoder: FrameDecoder): string | null {
  if (connection.authenticated || decoder.pendingBytes <= maxGreetingBytes) return null;
  return `more than ${maxGreetingBytes} bytes before authenticate`;
}
