import { trunkState } from '@tandem/api-types/trunks';
import { TestDnsServer } from '@tandem/sip-engine/testing/dns-server';
import { TestCertificates } from '@tandem/sip-engine/testing/test-certificates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Baresip, type BaresipOptions } from '../peers/baresip.ts';
import { Tandem } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';
import { expectToneIn, HIGH, LOW, steady } from './hearing.ts';

const OUR_NUMBER = '+4930111222';
const CARRIER_NAME = 'sbc.carrier.test';

let tandem: Tandem;
let certificates: TestCertificates;
let dns: TestDnsServer;
let alice: Baresip;
/** By TLS alone, with a certificate, and with SRTP or nothing. */
let carrier: Baresip;
const others: Baresip[] = [];

/** A number outside for each trunk, which is also the name of the peer that it reaches: baresip wants to be called by it. */
const NUMBER = {
  secure: '+41441234501',
  pbx: '+41441234502',
  srv: '+41441234503',
} as const;

async function peer(options: Omit<BaresipOptions, 'says'>): Promise<Baresip> {
  const started = await Baresip.start({ says: steady(HIGH), ...options });
  others.push(started);
  return started;
}

async function addTrunk(trunk: { readonly id: string; readonly [setting: string]: unknown }): Promise<void> {
  await tandem.write('POST', '/trunks', { name: trunk.id, media: { codecs: ['PCMU'] }, ...trunk });
}

/** Calls to the number go out by the trunk. */
async function addRule(trunkId: string, number: string): Promise<void> {
  await tandem.write('POST', '/routing/rules', {
    name: `to ${trunkId}`,
    when: { prefixes: [number] },
    action: { kind: 'trunks', trunks: [{ trunkId }] },
  });
}

/** Alice calls the number, and both hear each other. */
async function expectCallOut(number: string, callee: Baresip): Promise<void> {
  const [ours, theirs] = [alice.events.length, callee.events.length];
  await alice.dial(`sip:${number}@${tandem.sipAddress}`);
  await Promise.all([alice.event('CALL_ESTABLISHED', ours), callee.event('CALL_ESTABLISHED', theirs)]);
  await Promise.all([expectToneIn(() => alice.heard(), HIGH, 2), expectToneIn(() => callee.heard(), LOW, 2)]);
  await alice.hangUp();
  await callee.event('CALL_CLOSED', theirs);
}

/** Somebody outside calls our number, and both hear each other. */
async function expectCallIn(caller: Baresip, uri: string): Promise<void> {
  const [ours, theirs] = [alice.events.length, caller.events.length];
  await caller.dial(uri);
  await Promise.all([alice.event('CALL_ESTABLISHED', ours), caller.event('CALL_ESTABLISHED', theirs)]);
  await Promise.all([expectToneIn(() => alice.heard(), HIGH, 2), expectToneIn(() => caller.heard(), LOW, 2)]);
  await caller.hangUp();
  await alice.event('CALL_CLOSED', ours);
}

beforeAll(async () => {
  certificates = await TestCertificates.create('rsa');
  dns = await TestDnsServer.start([]);
  tandem = await Tandem.start({
    TANDEM_SIP_TLS_CLIENT_CERTIFICATES: 'asked',
    TANDEM_SIP_TLS_CA_FILE: certificates.caFile,
    TANDEM_SIP_DNS_SERVERS: dns.address,
  });
  const user = await tandem.addUser('alice');
  alice = await Baresip.start({
    username: 'alice',
    says: steady(LOW),
    account: { domain: tandem.sipAddress, password: user.password },
  });
  carrier = await peer({
    username: NUMBER.secure,
    transport: 'tls',
    encryption: 'required',
    certificate: await certificates.issueInOneFile({ dns: [CARRIER_NAME], addresses: ['127.0.0.1'] }),
  });
  await tandem.write('POST', '/numbers', {
    number: OUR_NUMBER,
    destination: { kind: 'user', username: 'alice' },
  });
  await addTrunk({
    id: 'secure',
    connection: { kind: 'mutual-tls', certificateNames: [CARRIER_NAME] },
    gateways: [{ host: '127.0.0.1', port: carrier.sipPort + 1, transport: 'tls' }],
    media: { codecs: ['PCMU'], encryption: 'required' },
    health: { optionsIntervalSeconds: 0 },
  });
  await addRule('secure', NUMBER.secure);
});

afterAll(async () => {
  await Promise.all([alice?.stop(), ...others.map((each) => each.stop())]);
  await tandem?.stop();
  dns?.stop();
  certificates?.remove();
});

test('a call goes out over TLS to a carrier whose certificate is checked, with SRTP, and both are heard', async () => {
  await expectCallOut(NUMBER.secure, carrier);
  expect(carrier.log).toMatch(/SRTP/i);
});

test('a carrier that shows its certificate calls in without a password, with SRTP, and both are heard', async () => {
  await expectCallIn(carrier, `sip:${OUR_NUMBER}@127.0.0.1:${tandem.sipTlsPort};transport=tls`);
  expect(await tandem.callRecord(NUMBER.secure, 'alice')).toMatchObject({ outcome: 'answered' });
});

test('somebody without that certificate is asked for a password', async () => {
  const stranger = await peer({ username: 'stranger', transport: 'tls', encryption: 'required' });
  await stranger.dial(`sip:${OUR_NUMBER}@127.0.0.1:${tandem.sipTlsPort};transport=tls`);
  expect(await stranger.event('CALL_CLOSED')).toMatch(/401|authentication/i);
});

test('a carrier whose certificate names somebody else gets no call', async () => {
  const certificate = await certificates.issueInOneFile({ dns: ['other.test'] });
  const impostor = await peer({ username: '+41441234509', transport: 'tls', certificate });
  await addTrunk({
    id: 'impostor',
    connection: { kind: 'by-address' },
    direction: 'out',
    gateways: [{ host: '127.0.0.1', port: impostor.sipPort + 1, transport: 'tls' }],
    health: { optionsIntervalSeconds: 0 },
  });
  await addRule('impostor', '+41441234509');
  const from = alice.events.length;
  await alice.dial(`sip:+41441234509@${tandem.sipAddress}`);
  expect(await alice.event('CALL_CLOSED', from)).toMatch(/503/);
  expect(impostor.events.filter(({ type }) => type === 'CALL_INCOMING')).toEqual([]);
});

test('a PBX registers here as a trunk, is called, and calls our numbers', async () => {
  await addTrunk({
    id: 'pbx',
    connection: { kind: 'pbx-registers', username: NUMBER.pbx },
    secret: 'password-of-the-pbx',
  });
  await addRule('pbx', NUMBER.pbx);
  const pbx = await peer({
    username: NUMBER.pbx,
    account: { domain: tandem.sipAddress, password: 'password-of-the-pbx' },
  });
  await expectCallOut(NUMBER.pbx, pbx);
  await expectCallIn(pbx, `sip:${OUR_NUMBER}@${tandem.sipAddress}`);
});

test('a carrier with several servers by DNS SRV is called at the first by priority, and at the next when that is away', async () => {
  const [first, second] = await Promise.all([peer({ username: NUMBER.srv }), peer({ username: NUMBER.srv })]);
  const name = '_sip._udp.many.test';
  const srv = (priority: number, port: number) =>
    ({ name, type: 'SRV', ttl: 60, data: { priority, weight: 1, port, target: 'host.many.test' } }) as const;
  dns.records.push(srv(20, second.sipPort), srv(10, first.sipPort), {
    name: 'host.many.test',
    type: 'A',
    ttl: 60,
    data: '127.0.0.1',
  });
  await addTrunk({
    id: 'many',
    connection: { kind: 'by-address' },
    direction: 'out',
    gateways: [{ host: 'many.test' }],
    failover: { answerTimeoutSeconds: 1 },
    health: { optionsIntervalSeconds: 0 },
  });
  await addRule('many', NUMBER.srv);
  await until('the servers to be found', async () => {
    const { reason } = await tandem.read('/trunks/many/state', trunkState);
    return reason !== 'No address was found for it.';
  });
  await expectCallOut(NUMBER.srv, first);
  expect(second.events).toEqual([]);
  first.kill();
  await expectCallOut(NUMBER.srv, second);
});
