import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type LocalRtpengine,
  type LocalRtpengineOptions,
  startLocalRtpengine,
} from '../local/local-rtpengine.ts';
import { silentLog } from './silent-log.ts';

/** Ranges of 200 ports; worker processes run side by side and must not share them. */
let nextRange = 0;

/** An rtpengine of its own on 127.0.0.1; `remove` stops it and removes its folder. */
export async function localRelay(
  options: Partial<LocalRtpengineOptions> = {},
): Promise<LocalRtpengine & { remove(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-rtpengine-'));
  const worker = Number(process.env.VITEST_POOL_ID ?? 1) % 16;
  const portMin = 20_000 + worker * 1_600 + (nextRange % 8) * 200;
  nextRange += 1;
  const relay = await startLocalRtpengine({
    dataDir,
    host: '127.0.0.1',
    portMin,
    portMax: portMin + 199,
    log: silentLog,
    ...options,
  });
  if (relay === null) throw new Error('these tests need rtpengine (apt-get install rtpengine-daemon)');
  const remove = async (): Promise<void> => {
    await relay.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  // The original stays as it is: `pid` is a getter.
  return Object.create(relay, { remove: { value: remove } });
}
