import { connect, type Socket } from 'node:net';

/** A server that stops answering in the middle of a query is taken for dead after this. */
const SILENCE_TIMEOUT_MS = 8000;

/** Closes connections on which a database has stopped answering. One for each pool. */
export interface SilenceLimit {
  openSocket(host: string, port: number): Socket;
  /** Runs `work` with the limit off: changing a big table takes minutes. */
  suspendedFor<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * mysql2's own query time-out leaves the connection waiting for the lost answer, and every later query behind it.
 * Closing the silent socket fails them all at once; an idle pooled connection goes too and is simply reopened.
 */
export function createSilenceLimit(timeoutMs = SILENCE_TIMEOUT_MS): SilenceLimit {
  let suspended = false;
  return {
    openSocket(host, port) {
      const socket = connect({ host, port, noDelay: true, keepAlive: true });
      socket.setTimeout(timeoutMs, () => {
        if (suspended) return;
        const silence = new Error(`The database said nothing for ${timeoutMs} ms.`);
        socket.destroy(Object.assign(silence, { code: 'ETIMEDOUT' }));
      });
      return socket;
    },
    async suspendedFor(work) {
      suspended = true;
      try {
        return await work();
      } finally {
        suspended = false;
      }
    },
  };
}

const limits = new WeakMap<object, SilenceLimit>();

export function rememberSilenceLimit(db: object, limit: SilenceLimit): void {
  limits.set(db, limit);
}

/** SQLite has none: its queries run inside the process. */
export function silenceLimitOf(db: object): SilenceLimit | undefined {
  return limits.get(db);
}
