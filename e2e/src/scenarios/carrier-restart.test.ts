import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { Kamailio } from '../peers/kamailio.ts';
import { Tandem } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';

const TRUNKS = 500;

const trunkFile = (carrier: Kamailio): string =>
  [
    'trunks:',
    ...Array.from(
      { length: TRUNKS },
      (_, index) => `  trunk-${index}:
    name: Trunk ${index}
    connection: {kind: register-to-carrier, domain: carrier.test, username: trunk-${index}, expiresSeconds: 60}
    secret: password-of-all
    gateways: [{host: ${carrier.host}, port: ${carrier.port}}]
    health: {optionsIntervalSeconds: 0}`,
    ),
    '',
  ].join('\n');

async function registered(tandem: Tandem): Promise<number> {
  let count = 0;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await tandem.api('GET', `/trunks?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`);
    for (const { state } of page.trunks) if (state.registration.state === 'registered') count += 1;
    cursor = page.nextCursor;
  }
  return count;
}

test('500 trunks outlive a restart of their carrier', async ({ onTestFinished }) => {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-trunks-'));
  const options = {
    host: '127.0.0.4',
    realm: 'carrier.test',
    username: 'trunk-[0-9]+',
    password: 'password-of-all',
    number: '0',
    outside: 'nobody@127.0.0.1',
    maxExpiresSeconds: 20,
  };
  let carrier = await Kamailio.startCarrier(options);
  const tandem = await Tandem.start({ TANDEM_PROVISIONING_TRUNKS_FOLDER: folder, TANDEM_LOG_LEVEL: 'info' });
  onTestFinished(async () => {
    await tandem.stop();
    await carrier.stop();
    await rm(folder, { recursive: true });
  });
  const have = (count: number) =>
    until(`${count} trunks to be registered`, async () => (await registered(tandem)) === count, {
      timeoutMs: 120_000,
      pauseMs: 1000,
      explain: () => tandem.log.slice(-2000),
    });
  await writeFile(join(folder, 'trunks.yaml'), trunkFile(carrier));
  await tandem.command('trunks', 'apply');
  await have(TRUNKS);

  const { port } = carrier;
  await carrier.stop();
  await have(0);
  carrier = await Kamailio.startCarrier({ ...options, port });
  await have(TRUNKS);
}, 400_000);
