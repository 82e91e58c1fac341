import { join } from 'node:path';
import {
  createDirectRelay,
  createRelayPool,
  type MediaRelay,
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
  if (media.relays.length > 0) {
    const relay = createRelayPool({ nodes: media.relays.map((url) => ({ url })), log });
    await relay.whenHealthy(HEALTHY_WITHIN_MS);
    return { relay, description: `relayed by ${media.relays.join(', ')}`, close: () => relay.close() };
  }
  const local = await startLocalRtpengine({
    dataDir: join(dataDir, 'rtpengine'),
    ...(media.host === undefined ? {} : { host: media.host }),
    portMin: media.portMin,
    portMax: media.portMax,
    log,
  });
  if (local) {
    const relay = createRelayPool({ nodes: [{ url: local.url }], log });
    await relay.whenHealthy(HEALTHY_WITHIN_MS);
    return {
      relay,
      description: `relayed by rtpengine on ${local.host}, UDP ${media.portMin}–${media.portMax}`,
      close: async () => {
        await relay.close();
        await local.stop();
      },
    };
  }
  if (media.mode === 'relay') throw new TandemError('media-relay-down', 'rtpengine is not installed');
  log.warn('rtpengine is not installed: calls between browsers and SIP phones are off');
  return direct(
    log,
    'directly between the phones: rtpengine is not installed, so no calls between browser and SIP phone',
  );
}

function direct(log: Log, description: string): OpenRelay {
  const relay = createDirectRelay({ log });
  return { relay, description, close: () => relay.close() };
}
