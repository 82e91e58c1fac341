import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trunkPage } from '@tandem/api-types/trunks';
import { expect, test } from 'vitest';
import { Kamailio } from '../peers/kamailio.ts';
import { type CapturedPacket, PacketCapture } from '../peers/packet-capture.ts';
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
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page = await tandem.read(`/trunks?limit=100${query}`, trunkPage);
    for (const { state } of page.trunks) if (state.registration?.state === 'registered') count += 1;
    cursor = page.nextCursor;
  }
  return count;
}

/** One REGISTER as the carrier got it, retransmissions included, and what it answered. */
interface Registering {
  readonly atMs: number;
  readonly account: string;
  /** With the answer to a challenge. */
  readonly signed: boolean;
  readonly repeated: boolean;
  /** Null when the carrier never answered. */
  readonly status: number | null;
}

/** The REGISTERs of a capture in the order in which they came to the carrier. */
function registerings(packets: readonly CapturedPacket[]): Registering[] {
  const texts = packets.map(({ payload, atMs }) => ({ atMs, text: payload.toString('latin1') }));
  const branchOf = (text: string): string => /;branch=([^;\s]+)/.exec(text)?.[1] ?? '';
  const statuses = new Map<string, number>();
  for (const { text } of texts) {
    const status = Number(/^SIP\/2\.0 (\d{3})/.exec(text)?.[1] ?? 0);
    if (status >= 200) statuses.set(branchOf(text), status);
  }
  const seen = new Set<string>();
  return texts
    .filter(({ text }) => text.startsWith('REGISTER '))
    .map(({ atMs, text }) => {
      const branch = branchOf(text);
      const repeated = seen.has(branch);
      seen.add(branch);
      return {
        atMs,
        account: /^To:.*sip:([^@]+)@/im.exec(text)?.[1] ?? '',
        signed: /^Authorization:/im.test(text),
        repeated,
        status: statuses.get(branch) ?? null,
      };
    });
}

/** The most that came in any one second, wherever that begins. */
function busiestSecond(came: readonly { readonly atMs: number }[]): number {
  let first = 0;
  return came.reduce((most, { atMs }, place) => {
    while ((came[first]?.atMs ?? atMs) <= atMs - 1000) first += 1;
    return Math.max(most, place - first + 1);
  }, 0);
}

/** When each account was accepted first, in seconds after `sinceMs`, the earliest first. */
function acceptedAfterSeconds(came: readonly Registering[], sinceMs: number): number[] {
  const firsts = new Map<string, number>();
  for (const { account, atMs, status } of came)
    if (status === 200 && !firsts.has(account)) firsts.set(account, (atMs - sinceMs) / 1000);
  return [...firsts.values()].sort((a, b) => a - b);
}

test('500 trunks outlive a restart of their carrier, which gets them back bit by bit', async ({
  onTestFinished,
}) => {
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
  const { port } = carrier;
  const capture = await PacketCapture.start(`udp and host ${options.host} and port ${port}`);
  const tandem = await Tandem.start({ TANDEM_PROVISIONING_TRUNKS_FOLDER: folder, TANDEM_LOG_LEVEL: 'info' });
  onTestFinished(async () => {
    await tandem.stop();
    await carrier.stop();
    expect(await capture.stop(), 'packets that tcpdump missed').toBe(0);
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

  await carrier.stop();
  const awayAtMs = Date.now();
  await have(0);
  carrier = await Kamailio.startCarrier({ ...options, port });
  await have(TRUNKS);

  const packets = await capture.packets();
  // It answers as soon as it listens, which is before it says so.
  const backAtMs = packets.find(
    ({ source, atMs }) => source === carrier.address && atMs > awayAtMs + 1000,
  )?.atMs;
  if (backAtMs === undefined) throw new Error('the carrier never answered');
  const came = registerings(packets);
  const away = came.filter(({ atMs }) => atMs >= awayAtMs && atMs < backAtMs);
  // The first request that was answered came a moment before.
  const back = came.filter(
    ({ atMs, status }) => atMs >= backAtMs || (atMs > awayAtMs + 1000 && status !== null),
  );
  const attempts = back.filter(({ signed, repeated }) => !signed && !repeated);
  // What a carrier that just starts has no room for; the copies after it are answered.
  const unanswered = back.filter(({ status }) => status === null);
  const accepted = acceptedAfterSeconds(back, backAtMs);
  const after = (share: number): number => accepted[Math.max(0, Math.ceil(share * accepted.length) - 1)] ?? 0;
  console.log(
    [
      `away ${((backAtMs - awayAtMs) / 1000).toFixed(1)} s: ${away.length} REGISTERs, ${busiestSecond(away)} in the busiest second`,
      `back: ${back.length} REGISTERs (${attempts.length} new attempts, ${back.filter(({ repeated }) => repeated).length} repeated, ${unanswered.length} not answered), ${busiestSecond(back)} in the busiest second, of new attempts ${busiestSecond(attempts)}`,
      `accepted: ${accepted.length} accounts, half after ${after(0.5).toFixed(1)} s, nine tenths after ${after(0.9).toFixed(1)} s, all after ${after(1).toFixed(1)} s`,
    ].join('\n'),
  );
  expect(accepted.length).toBe(TRUNKS);
  // All at once would be two REGISTERs of each trunk in the first second, without and with the digest.
  expect(busiestSecond(attempts)).toBeLessThan(TRUNKS / 4);
  expect(busiestSecond(back)).toBeLessThan(TRUNKS * 1.5);
  expect(after(0.9)).toBeGreaterThan(3);
  expect(after(1)).toBeLessThan(60);
}, 400_000);
