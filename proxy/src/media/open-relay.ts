import { join } from 'node:path';
import {
  createDirectRelay,
  createRelayPool,
  type KeyReports,
  type MediaRelay,
  openKeyReports,
  startLocalRtpengine,
} from '@tandem/media-relay';
import type { LoadedConfig } from '../config/load.ts';
import { TandemError } from '../errors.ts';
import type { Log } from '../observability/log.ts';

/** A media relay with what was started for it. */
export interface OpenRelay {
  readonly relay: MediaRelay;
  /** One line for a person: where the sound of calls goes. */
  readonly description: string;
  close(): Promise<void>;
}

/** How long a relay of our own may take until it accepts sessions. */
const HEALTHY_WITHIN_MS = 5_000;

/**
 * The relays that the configuration names, else an rtpengine of our own, else (mode `auto`) direct calls.
 * @throws TandemError `media-relay-down` when mode `relay` asks for an rtpengine that is not installed
 */
export async function openRelay({ media, dataDir }: LoadedConfig, log: Log): Promise<OpenRelay> {
  if (media.mode === 'direct') return direct(log, 'directly between the phones, as configured');
  return media.relays.length > 0 ? openNamedRelays(media, log) : openOwnRelay(media, dataDir, log);
}

async function openNamedRelays({ relays, keyReports }: LoadedConfig['media'], log: Log): Promise<OpenRelay> {
  const reports = keyReports === undefined ? null : await listenForKeys(keyReports, log);
  const relay = createRelayPool({
    nodes: relays.map((url) => ({ url })),
    ...(reports === null ? {} : { keyReports: reports }),
    log,
  });
  await relay.whenHealthy(HEALTHY_WITHIN_MS);
  return {
    relay,
    description: `relayed by ${relays.join(', ')}`,
    close: async () => {
      await relay.close();
      reports?.close();
    },
  };
}

async function openOwnRelay(media: LoadedConfig['media'], dataDir: string, log: Log): Promise<OpenRelay> {
  const reports = await listenForKeys('127.0.0.1:0', log);
  const local = await startLocalRtpengine({
    dataDir: join(dataDir, 'rtpengine'),
    ...(media.host === undefined ? {} : { host: media.host }),
    portMin: media.portMin,
    portMax: media.portMax,
    keyReportsTo: reports.address,
    log,
  });
  if (local) {
    const relay = createRelayPool({ nodes: [{ url: local.url }], keyReports: reports, log });
    await relay.whenHealthy(HEALTHY_WITHIN_MS);
    return {
      relay,
      description: `relayed by rtpengine on ${local.host}, UDP ${media.portMin}–${media.portMax}`,
      close: async () => {
        await relay.close();
        await local.stop();
        reports.close();
      },
    };
  }
  reports.close();
  if (media.mode === 'relay') throw new TandemError('media-relay-down', 'rtpengine is not installed');
  log.warn('rtpengine is not installed: calls between browsers and SIP phones are off');
  return direct(
    log,
    'directly between the phones: rtpengine is not installed, so no calls between browser and SIP phone',
  );
}

/** @param address `host:port` */
function listenForKeys(address: string, log: Log): Promise<KeyReports> {
  const at = address.lastIndexOf(':');
  const host = address.slice(0, at).replace(/^\[(.*)\]$/, '$1');
  return openKeyReports({ host, port: Number(address.slice(at + 1)), log });
}

function direct(log: Log, description: string): OpenRelay {
  const relay = createDirectRelay({ log });
  return { relay, description, close: () => relay.close() };
}
