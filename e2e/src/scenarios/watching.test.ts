import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Baresip } from '../peers/baresip.ts';
import { HepCollector, type HepPacket } from '../peers/hep-collector.ts';
import { freePorts } from '../peers/ports.ts';
import { ScriptedCarrier } from '../peers/scripted-carrier.ts';
import { Tandem } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';
import { LOW, steady } from './hearing.ts';

const TOP = new URL('../../../', import.meta.url);
const CARRIER = '127.0.1.5';
const ANSWERS = '+41441234501';
const BUSY = '+41441234502';
const BROKEN = '+41441234503';

/** Has something closed after a test, last first. */
type Closing = (close: () => Promise<void>) => void;

interface Watched {
  readonly tandem: Tandem;
  readonly alice: Baresip;
  /** `address:port` of the carrier. */
  readonly carrier: string;
}

/** A system with one phone, and with a carrier that answers one number, is busy at another and fails at a third. */
async function start(closing: Closing, settings: Readonly<Record<string, string>> = {}): Promise<Watched> {
  const tandem = await Tandem.start(settings);
  closing(() => tandem.stop());
  const port = await freePorts(2);
  const sdp = `v=0\r\no=- 1 1 IN IP4 ${CARRIER}\r\ns=-\r\nc=IN IP4 ${CARRIER}\r\nt=0 0\r\nm=audio 9000 RTP/AVP 0\r\n`;
  const carrier = await ScriptedCarrier.start({
    host: CARRIER,
    port,
    transport: 'udp',
    answer: (request) => {
      if (!request.startsWith('INVITE ')) return { status: 200 };
      if (request.includes(BUSY)) return { status: 486 };
      if (request.includes(BROKEN)) return { status: 503 };
      return { status: 200, rings: 180, sdp, lines: [`Contact: <sip:carrier@${CARRIER}:${port}>`] };
    },
  });
  closing(async () => carrier.stop());
  const user = await tandem.addUser('alice');
  const alice = await Baresip.start({
    username: 'alice',
    says: steady(LOW),
    account: { domain: tandem.sipAddress, password: user.password },
  });
  closing(() => alice.stop());
  await tandem.write('POST', '/trunks', {
    id: 'carrier',
    name: 'Carrier',
    connection: { kind: 'by-address' },
    direction: 'out',
    gateways: [{ host: CARRIER, port }],
    media: { codecs: ['PCMU'] },
  });
  await tandem.write('POST', '/routing/rules', {
    name: 'Out',
    action: { kind: 'trunks', trunks: [{ trunkId: 'carrier' }] },
  });
  return { tandem, alice, carrier: `${CARRIER}:${port}` };
}

/** Alice calls; she hangs up after `talkMs` when she is answered. */
async function call({ tandem, alice }: Watched, number: string, talkMs = 0): Promise<void> {
  const from = alice.events.length;
  await alice.dial(`sip:${number}@${tandem.sipAddress}`);
  if (talkMs > 0) {
    await alice.event('CALL_ESTABLISHED', from);
    const begunAtMs = performance.now();
    await until('the call to last', () => performance.now() - begunAtMs >= talkMs);
    await alice.hangUp();
  }
  await alice.event('CALL_CLOSED', from);
  await tandem.callRecord('alice', number);
}

describe.concurrent('a capture server', () => {
  test.for(['udp', 'tcp'] as const)(
    'gets both legs of a call through a trunk over %s',
    async (transport, { onTestFinished }) => {
      const collector = await HepCollector.start(transport);
      onTestFinished(async () => collector.stop());
      const watched = await start(onTestFinished, {
        TANDEM_SIP_HEP_HOST: '127.0.0.1',
        TANDEM_SIP_HEP_PORT: String(collector.port),
        TANDEM_SIP_HEP_TRANSPORT: transport,
        TANDEM_SIP_HEP_CAPTURE_ID: '4711',
        TANDEM_SIP_HEP_AUTH_KEY: 'key-of-the-test',
      });
      const begunAtMs = Date.now();
      await call(watched, ANSWERS, 500);
      const endedAtMs = Date.now();
      const tandem = watched.tandem.sipAddress;
      const callIdOf = ({ payload }: HepPacket): string => /^Call-ID:\s*(\S+)/im.exec(payload)?.[1] ?? '';
      const what = ({ payload }: HepPacket): string =>
        /^SIP\/2\.0 (\d+)/.exec(payload)?.[1] ?? payload.slice(0, payload.indexOf(' '));
      const leg = (first: (packet: HepPacket) => boolean): HepPacket[] => {
        const invite = collector.packets.find((packet) => what(packet) === 'INVITE' && first(packet));
        return invite ? collector.packets.filter((packet) => callIdOf(packet) === callIdOf(invite)) : [];
      };
      const callerLeg = () => leg(({ destination }) => destination === tandem);
      const calleeLeg = () => leg(({ destination }) => destination === watched.carrier);
      const complete = (packets: readonly HepPacket[]): boolean => {
        const bye = packets.findIndex((packet) => what(packet) === 'BYE');
        return bye >= 0 && packets.slice(bye).some((packet) => what(packet) === '200');
      };
      await until(
        'both legs to be captured to their end',
        () => complete(callerLeg()) && complete(calleeLeg()),
      );
      expect(collector.broken).toEqual([]);

      const phone = callerLeg()[0]?.source ?? '';
      const way = (packets: readonly HepPacket[], other: string): string[] =>
        packets.map((packet) => {
          const { source, destination } = packet;
          if (source === other && destination === tandem) return `> ${what(packet)}`;
          return source === tandem && destination === other
            ? `< ${what(packet)}`
            : `? ${source} ${destination}`;
        });
      const once = (lines: readonly string[]): string[] => [...new Set(lines)];
      expect(once(way(callerLeg(), phone))).toEqual(
        expect.arrayContaining(['> INVITE', '< 180', '< 200', '> ACK', '> BYE']),
      );
      expect(once(way(calleeLeg(), watched.carrier))).toEqual(
        expect.arrayContaining(['< INVITE', '> 180', '> 200', '< ACK', '< BYE']),
      );
      const both = [...callerLeg(), ...calleeLeg()];
      expect(way(callerLeg(), phone).concat(way(calleeLeg(), watched.carrier)).join()).not.toContain('?');
      for (const packet of both) {
        expect(packet).toMatchObject({
          protocol: 17,
          payloadType: 1,
          captureId: 4711,
          authKey: 'key-of-the-test',
        });
        expect(packet.correlationId).toBe(callIdOf(packet));
        // A clock of milliseconds and one of microseconds.
        expect(packet.atMs).toBeGreaterThan(begunAtMs - 50);
        expect(packet.atMs).toBeLessThan(endedAtMs + 1000);
      }
      const invited = (packets: readonly HepPacket[]): number => packets[0]?.atMs ?? Number.NaN;
      expect(invited(calleeLeg())).toBeGreaterThanOrEqual(invited(callerLeg()));
      // The digest of the phone is nothing for a capture server.
      expect(both.map(({ payload }) => payload).join()).not.toMatch(/response="[0-9a-f]{32}/);
    },
  );
});

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The text form of Prometheus. */
function samplesOf(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [
      key,
      text,
    ]);
    return { name, labels: Object.fromEntries(pairs), value: Number(value) };
  });
}

/** Metrics that an expression of PromQL names, each with the labels that it is picked or grouped by. */
function selectorsOf(expression: string): { readonly name: string; readonly labels: readonly string[] }[] {
  const grouped = [...expression.matchAll(/\bby\s*\(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(/\s*,\s*/),
  );
  const withoutGroups = expression.replace(/\bby\s*\([^)]*\)/g, ' ').replace(/\[[^\]]*\]/g, ' ');
  return [...withoutGroups.matchAll(/\b([a-zA-Z_:][\w:]*)\b\s*(\{[^}]*\})?(?!\s*\()/g)]
    .filter(([, name = '']) => /_|^up$/.test(name) && !/^histogram_quantile/.test(name))
    .map(([, name = '', picked = '']) => ({
      name,
      labels: [
        ...grouped,
        ...[...picked.matchAll(/(\w+)\s*(?:=|!=|=~|!~)\s*"/g)].map(([, label = '']) => label),
      ],
    }));
}

const dashboard = z.object({
  panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })).optional() })),
});
const alerts = z.object({
  groups: z.array(z.object({ rules: z.array(z.object({ expr: z.string() })) })),
});

async function expressionsInDocker(): Promise<string[]> {
  const read = (path: string) => readFile(new URL(path, TOP), 'utf8');
  const { panels } = dashboard.parse(JSON.parse(await read('docker/grafana/dashboards/tandem.json')));
  const { groups } = alerts.parse(parse(await read('docker/prometheus/alerts.yaml')));
  return [
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
  ];
}

/** What Prometheus adds to all it reads, and what it tells of the reading itself. */
const OF_PROMETHEUS = { labels: ['instance', 'job'], metrics: ['up'] };

test.concurrent('Prometheus reads what calls through a trunk came to, and knows all that dashboard and alerts ask for', async ({
  onTestFinished,
}) => {
  const watched = await start(onTestFinished);
  const begunAtMs = performance.now();
  await call(watched, ANSWERS, 1500);
  const callSeconds = (performance.now() - begunAtMs) / 1000;
  await call(watched, BUSY);
  await call(watched, BROKEN);
  const samples = samplesOf(await (await fetch(`${watched.tandem.httpUrl}/metrics`)).text());
  const value = (name: string, labels: Readonly<Record<string, string>> = {}): number | undefined =>
    samples.find((each) => {
      const wanted = Object.entries({ trunk: 'carrier', ...labels });
      return each.name === name && wanted.every(([label, text]) => each.labels[label] === text);
    })?.value;

  // Failures by code.
  for (const status of ['200', '486', '503'])
    expect([status, value('tandem_trunk_attempts_total', { status })]).toEqual([status, 1]);
  expect(value('tandem_trunk_answer_seizure_ratio')).toBeCloseTo(1 / 3, 3);
  const talkedSeconds = value('tandem_trunk_talked_seconds_total') ?? 0;
  expect(talkedSeconds).toBeGreaterThan(1.4);
  expect(talkedSeconds).toBeLessThan(callSeconds);
  expect(value('tandem_trunk_average_call_seconds')).toBeCloseTo(talkedSeconds, 3);
  expect(value('tandem_trunk_post_dial_delay_seconds_count')).toBe(1);
  expect(value('tandem_trunk_post_dial_delay_seconds_sum')).toBeLessThan(3);
  expect(value('tandem_trunk_state', { state: 'up' })).toBe(1);

  const labelsOf = new Map<string, Set<string>>();
  for (const { name, labels } of samples) {
    const known = labelsOf.get(name) ?? new Set(OF_PROMETHEUS.labels);
    for (const label of Object.keys(labels)) known.add(label);
    labelsOf.set(name, known);
  }
  const expressions = await expressionsInDocker();
  const asked = expressions.flatMap(selectorsOf).filter(({ name }) => !OF_PROMETHEUS.metrics.includes(name));
  expect(expressions.length).toBeGreaterThan(25);
  expect(asked.length).toBeGreaterThanOrEqual(expressions.length - 1);
  const unknown = asked.flatMap(({ name, labels }) => {
    const known = labelsOf.get(name);
    return known === undefined
      ? name
      : labels.filter((label) => !known.has(label)).map((label) => `${name}{${label}}`);
  });
  expect([...new Set(unknown)]).toEqual([]);
});
