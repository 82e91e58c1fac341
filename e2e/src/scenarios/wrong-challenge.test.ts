import { createHash } from 'node:crypto';
import { trunkState } from '@tandem/api-types/trunks';
import { TestDnsServer } from '@tandem/sip-engine/testing/dns-server';
import { TestCertificates } from '@tandem/sip-engine/testing/test-certificates';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CapturedPacket, PacketCapture } from '../peers/packet-capture.ts';
import { freePorts } from '../peers/ports.ts';
import { RawSip, statusOf } from '../peers/raw-sip.ts';
import { type ScriptedAnswer, ScriptedCarrier } from '../peers/scripted-carrier.ts';
import { Tandem, type TandemUser } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';

const REALM = 'carrier.test';
const OTHER_REALM = 'thief.test';
const ACCOUNT = { username: '4930111', password: 'password-of-the-trunk' };
const NUMBER = '+41441234567';
/** Where the trunk sends, and somebody whom it has no reason to trust. */
const CARRIER = '127.0.1.1';
const STRANGER = '127.0.1.2';

const OFFER = {
  type: 'application/sdp',
  text: 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9000 RTP/AVP 8\r\n',
};

let tandem: Tandem;
let dns: TestDnsServer;
let certificates: TestCertificates;
let alice: TandemUser;
let phone: RawSip;
/** Where everybody on the carrier's side listens, so that the capture knows them by it. */
let port: number;
let capture: PacketCapture;
let trunks = 0;
const carriers: ScriptedCarrier[] = [];

beforeAll(async () => {
  certificates = await TestCertificates.create('rsa');
  dns = await TestDnsServer.start([]);
  tandem = await Tandem.start({
    TANDEM_SIP_TLS_CA_FILE: certificates.caFile,
    TANDEM_SIP_DNS_SERVERS: dns.address,
  });
  alice = await tandem.addUser('alice');
  phone = await RawSip.start(tandem.sipAddress);
});

afterAll(async () => {
  phone?.stop();
  await tandem?.stop();
  dns?.stop();
  certificates?.remove();
});

beforeEach(async () => {
  port = await freePorts(2);
  // Both ends of UDP: Tandem sends from its own port, whomever it sends to.
  capture = await PacketCapture.start(`port ${port} or src port ${tandem.sipPort}`);
});

afterEach(async () => {
  for (const carrier of carriers.splice(0)) carrier.stop();
  expect(await capture.stop()).toBe(0);
});

type Carrier = Partial<Parameters<typeof ScriptedCarrier.start>[0]>;

async function carrier(answer: (request: string) => ScriptedAnswer | null, options: Carrier = {}) {
  const started = await ScriptedCarrier.start({ host: CARRIER, port, transport: 'udp', answer, ...options });
  carriers.push(started);
  return started;
}

const challenge = (realm: string, status: 401 | 407 = 401): ScriptedAnswer => ({
  status,
  lines: ['MD5', 'SHA-256'].map(
    (algorithm) =>
      `${status === 401 ? 'WWW' : 'Proxy'}-Authenticate: Digest realm="${realm}", nonce="n0nce", qop="auth", algorithm=${algorithm}`,
  ),
});

/** Answers a challenged request well, whatever is in it: only whoever has been given a digest gets so far. */
const unlessSigned = (request: string, otherwise: ScriptedAnswer): ScriptedAnswer =>
  /^(?:Proxy-)?Authorization:/im.test(request) ? { status: 486 } : otherwise;

/** A trunk of its own that registers. @returns its id */
async function registering(gateway: object = {}): Promise<string> {
  trunks += 1;
  const id = `registering-${trunks}`;
  await tandem.write('POST', '/trunks', {
    id,
    name: id,
    connection: { kind: 'register-to-carrier', domain: REALM, username: ACCOUNT.username },
    secret: ACCOUNT.password,
    gateways: [{ host: CARRIER, port, ...gateway }],
    health: { optionsIntervalSeconds: 0 },
  });
  return id;
}

/** A trunk of its own that calls go out by, and a rule that sends them there. @returns its id */
async function calling(): Promise<string> {
  trunks += 1;
  const id = `calling-${trunks}`;
  await tandem.write('POST', '/trunks', {
    id,
    name: id,
    connection: { kind: 'by-address', username: ACCOUNT.username, realm: REALM },
    secret: ACCOUNT.password,
    direction: 'out',
    gateways: [{ host: CARRIER, port }],
    failover: { answerTimeoutSeconds: 2 },
    health: { optionsIntervalSeconds: 0 },
  });
  await tandem.write('POST', '/routing/rules', {
    name: id,
    when: { prefixes: [`${NUMBER}${trunks}`] },
    action: { kind: 'trunks', trunks: [{ trunkId: id }] },
  });
  return id;
}

/** Alice calls by the trunk that was made last. @returns the status of the refusal */
async function call(): Promise<number> {
  const uri = `sip:${NUMBER}${trunks}@${tandem.sipAddress}`;
  const invite = { method: 'INVITE', uri, from: `sip:alice@${tandem.sipAddress}`, body: OFFER };
  return statusOf(await phone.requestAs(alice, invite));
}

/** What the API says of the trunk once it is not at the beginning any more. */
function reason(id: string, expected: RegExp): Promise<string> {
  let state = '';
  return until(
    `the state of the trunk to tell ${expected}`,
    async () => {
      const answer = await tandem.read(`/trunks/${id}/state`, trunkState);
      state = JSON.stringify(answer);
      return expected.test(answer.reason) ? answer.reason : undefined;
    },
    { explain: () => `${state}\n${tandem.log.slice(-2000)}` },
  );
}

const hash = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');
const SECRETS = [
  ACCOUNT.password,
  ...['md5', 'sha256'].flatMap((algorithm) =>
    [REALM, OTHER_REALM].map((realm) => hash(algorithm, `${ACCOUNT.username}:${realm}:${ACCOUNT.password}`)),
  ),
];

/** Packets that Tandem sent to anybody but Alice, as text. */
async function sent(): Promise<{ readonly packet: CapturedPacket; readonly text: string }[]> {
  const packets = await capture.packets();
  return packets
    .filter(({ destination, source }) => destination !== phone.address && !source.endsWith(`:${port}`))
    .map((packet) => ({ packet, text: packet.payload.toString('latin1') }));
}

const holdsDigest = (text: string): boolean =>
  /authorization\s*:|\bresponse\s*=|cnonce/i.test(text) || SECRETS.some((secret) => text.includes(secret));

/** Something was sent to the carrier, and nothing that was made with the secret to anybody. */
async function expectNoDigest(method: 'REGISTER' | 'INVITE'): Promise<void> {
  const packets = await sent();
  expect(packets.filter(({ text }) => text.startsWith(`${method} `)).length).toBeGreaterThan(0);
  expect(packets.filter(({ text }) => holdsDigest(text)).map(({ text }) => text)).toEqual([]);
}

test('the capture sees the digest that a carrier gets when it names its own realm', async () => {
  await carrier((request) => unlessSigned(request, challenge(REALM)));
  await registering();
  await until('a digest to be sent', async () =>
    (await sent()).some(({ text }) => text.startsWith('REGISTER ') && holdsDigest(text)),
  );
  await calling();
  expect(await call()).toBe(486);
  expect((await sent()).some(({ text }) => text.startsWith('INVITE ') && holdsDigest(text))).toBe(true);
});

describe('a registration', () => {
  test.each(['udp', 'tcp'] as const)(
    'that is challenged for another realm over %s sends no digest',
    async (transport) => {
      await carrier((request) => unlessSigned(request, challenge(OTHER_REALM)), { transport });
      const id = await registering({ transport });
      expect(await reason(id, /realm/)).toBe(
        `It asks for the password of the realm "${OTHER_REALM}", and the trunk's is for "${REALM}". If this is your carrier, set the realm and type the password again.`,
      );
      await expectNoDigest('REGISTER');
    },
  );

  test('whose challenge comes from another host sends no digest', async () => {
    await carrier((request) => unlessSigned(request, challenge(REALM)), { answersFrom: STRANGER });
    const id = await registering();
    expect(await reason(id, /came from/)).toBe(
      `The request for the password came from ${STRANGER} and not from ${CARRIER}, so it got no answer.`,
    );
    await expectNoDigest('REGISTER');
  });

  test('that is sent on to another host by a 302 does not go there', async () => {
    const stranger = await carrier(() => challenge(REALM), { host: STRANGER });
    await carrier(() => ({ status: 302, lines: [`Contact: <sip:${ACCOUNT.username}@${STRANGER}:${port}>`] }));
    const id = await registering();
    expect(await reason(id, /302/)).toMatch(/^The carrier refused the registration: 302/);
    await expectNoDigest('REGISTER');
    expect(stranger.received).toEqual([]);
  });

  test('at an SRV target without a certificate of the carrier tells it nothing at all', async () => {
    const certificate = await certificates.issueInOneFile({ dns: ['thief.test'], addresses: [STRANGER] });
    const thief = await carrier(() => challenge(REALM), { host: STRANGER, transport: 'tls', certificate });
    dns.records.push(
      {
        name: '_sips._tcp.sbc.carrier.test',
        type: 'SRV',
        ttl: 60,
        data: { priority: 1, weight: 1, port, target: 'thief.test' },
      },
      { name: 'thief.test', type: 'A', ttl: 60, data: STRANGER },
    );
    const id = await registering({ host: 'sbc.carrier.test', port: null, transport: 'tls' });
    expect(await reason(id, /certificate/i)).toMatch(/^The carrier did not answer: /);
    expect((await sent()).some(({ packet }) => packet.destination === `${STRANGER}:${port}`)).toBe(true);
    expect(thief.received).toEqual([]);
  });
});

describe('a call', () => {
  test.each([401, 407] as const)(
    'that is challenged with %i for another realm sends no digest',
    async (status) => {
      await carrier((request) => unlessSigned(request, challenge(OTHER_REALM, status)));
      const id = await calling();
      expect(await call()).toBe(503);
      await expectNoDigest('INVITE');
      expect(await reason(id, /realm/)).toContain(`the realm "${OTHER_REALM}"`);
      const record = await tandem.callRecord('alice', `${NUMBER}${trunks}`);
      expect(record.reason).toMatch(/^trunk-unauthorized: .*thief\.test/);
    },
  );

  test('whose challenge comes from another host sends no digest', async () => {
    await carrier((request) => unlessSigned(request, challenge(REALM, 407)), { answersFrom: STRANGER });
    const id = await calling();
    expect(await call()).toBe(503);
    await expectNoDigest('INVITE');
    expect(await reason(id, /came from/)).toContain(`came from ${STRANGER} and not from ${CARRIER}`);
  });

  test('that is sent on to another host by a 302 does not go there', async () => {
    const stranger = await carrier(() => challenge(REALM, 407), { host: STRANGER });
    await carrier(() => ({ status: 302, lines: [`Contact: <sip:${NUMBER}@${STRANGER}:${port}>`] }));
    await calling();
    expect(await call()).toBeGreaterThanOrEqual(400);
    await expectNoDigest('INVITE');
    expect(stranger.received).toEqual([]);
  });
});
