import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { z } from 'zod';
import type { RelayLog } from '../log.ts';
import type { PressedKey } from '../relay.ts';

/** A key that a relay saw in the media of a session. */
interface ReportedKey extends PressedKey {
  readonly session: string;
}

/** Where rtpengines tell of the keys that they see (`dtmf-log-dest`). */
export interface KeyReports {
  /** `host:port`, as `dtmf-log-dest` wants it. */
  readonly address: string;
  /** Called for each key, and more than once where a relay repeats itself. */
  onKey(listener: (key: ReportedKey) => void): void;
  close(): void;
}

const KEYS = '0123456789*#ABCD';

/** What rtpengine 10.5 writes; an event is a number of RFC 4733 §3.2. */
const report = z
  .object({
    type: z.literal('DTMF'),
    callid: z.string().max(200),
    source_tag: z.enum(['caller', 'callee']),
    event: z
      .int()
      .min(0)
      .max(KEYS.length - 1),
    duration: z.number().min(0),
  })
  .transform(
    ({ callid, source_tag, event, duration }): ReportedKey => ({
      session: callid,
      by: source_tag,
      key: KEYS.charAt(event),
      durationMs: duration,
    }),
  );

/**
 * Listens for reports. Whoever can send to this address can press keys in a call whose random id he knows: let only
 * relays reach it.
 * @param port 0: a free one
 * @throws when the address cannot be bound
 */
export async function openKeyReports({
  host,
  port,
  log,
}: {
  readonly host: string;
  readonly port: number;
  readonly log: RelayLog;
}): Promise<KeyReports> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const listeners: ((key: ReportedKey) => void)[] = [];
  socket.bind(port, host);
  await once(socket, 'listening');
  socket.on('error', (error) =>
    log.warn('reports of pressed keys cannot be received', { reason: error.message }),
  );
  socket.on('message', (datagram) => {
    const read = readReport(datagram);
    if (read === null) log.debug('a report of a pressed key cannot be read', { bytes: datagram.length });
    else for (const listener of listeners) listener(read);
  });
  const bound = socket.address();
  return {
    address: bound.family === 'IPv6' ? `[${bound.address}]:${bound.port}` : `${bound.address}:${bound.port}`,
    onKey: (listener) => {
      listeners.push(listener);
    },
    close: () => socket.close(),
  };
}

function readReport(datagram: Buffer): ReportedKey | null {
  try {
    return report.parse(JSON.parse(datagram.toString()));
  } catch {
    return null;
  }
}
