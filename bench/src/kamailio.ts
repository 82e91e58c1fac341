import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeUdpPort } from './free-port.ts';
import { type Server, serverOf, spawnQuietly, untilReady } from './server.ts';
import { answersOptions } from './sip-answers.ts';

/**
 * Starts Debian's Kamailio: two UDP workers, location in memory, calls proxied to one place.
 * @param options `password` of every user; without it nobody is asked
 */
export async function startKamailio(options: {
  readonly password?: string | undefined;
  readonly calleeUri?: string | undefined;
}): Promise<Server> {
  const target = `127.0.0.1:${await freeUdpPort()}`;
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-kamailio-'));
  const template = readFileSync(new URL('../peers/kamailio.cfg', import.meta.url), 'utf8');
  const file = join(folder, 'kamailio.cfg');
  const text = template
    .replace('LISTEN_ADDRESS', target)
    .replace('CALLEE_URI', options.calleeUri ?? 'sip:127.0.0.1')
    .replace('PASSWORD', options.password ?? '');
  writeFileSync(file, text);
  const asked = options.password === undefined ? [] : ['-A', 'WITH_DIGEST'];
  const child = spawnQuietly('kamailio', [
    ...['-f', file, '-DD', '-E', '-w', folder, '-Y', folder, '-m', '256'],
    ...asked,
  ]);
  await untilReady(child, () => answersOptions(target));
  return serverOf('Kamailio', child, target);
}
