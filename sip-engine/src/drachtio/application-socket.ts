import type { Socket } from 'node:net';
import type { EngineLog } from '../engine-log.ts';
import { ApplicationConnection, type FrameSink } from './application-connection.ts';
import { FrameDecoder } from './frame.ts';

export interface ApplicationSocketOptions {
  readonly log: EngineLog;
  /** Carries out one payload; false: close the connection. */
  onPayload(connection: ApplicationConnection, payload: string): boolean;
  /** It ended, or we ended it; told once. */
  onClosed(connection: ApplicationConnection): void;
  /** It is refused or cut off. */
  refused(reason: ApplicationRefusal): void;
}

/** An application that reads so slowly is cut off, in bytes waiting for it. */
const maxUnsentBytes = 16 * 1024 * 1024;
/** A connection that does not authenticate is closed, in ms. */
const authenticateWithinMs = 10_000;
/** The last reply still goes out, in ms. */
const lingerMs = 2_000;
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
  let told = false;
  const tellClosed = (): void => {
    if (told) return;
    told = true;
    clearTimeout(deadline);
    options.onClosed(connection);
  };
  const connection = new ApplicationConnection(name, sinkOf(socket, name, options, tellClosed), log);
  const deadline = setTimeout(() => {
    if (connection.authenticated) return;
    log.warn('a connection that did not authenticate is closed', { application: name });
    refused('not authenticated');
    socket.destroy();
  }, authenticateWithinMs);
  const decoder = new FrameDecoder();
  socket.on('data', (chunk) => onData(connection, decoder, chunk, options));
  socket.on('error', (error) => log.debug('an application connection failed', { application: name, error }));
  socket.on('close', tellClosed);
  return connection;
}

function sinkOf(
  socket: Socket,
  name: string,
  { log, refused }: ApplicationSocketOptions,
  tellClosed: () => void,
): FrameSink {
  return {
    write: (frame: Buffer): boolean => {
      socket.write(frame);
      if (socket.writableLength <= maxUnsentBytes) return true;
      log.warn('an application reads too slowly and is cut off', { application: name });
      refused('slow reader');
      socket.destroy();
      return false;
    },
    // What it has must not wait until the other side closes too, which it may never do.
    close: (): void => {
      socket.end();
      setTimeout(() => socket.destroy(), lingerMs).unref();
      setImmediate(tellClosed);
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
