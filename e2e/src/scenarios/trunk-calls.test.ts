import { trunkState } from '@tandem/api-types/trunks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Baresip } from '../peers/baresip.ts';
import { Kamailio } from '../peers/kamailio.ts';
import { Tandem } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';
import { expectToneIn, HIGH, LOW, steady } from './hearing.ts';

const ACCOUNT = { realm: 'carrier.test', username: '4930111', password: 'password-of-the-trunk' };
const OUR_NUMBER = '+4930111222';
const THEIR_NUMBER = '+41441234567';

let tandem: Tandem;
let alice: Baresip;
let outside: Baresip;
let first: Kamailio;
let second: Kamailio;

beforeAll(async () => {
  tandem = await Tandem.start();
  const user = await tandem.addUser('alice');
  [alice, outside] = await Promise.all([
    Baresip.start({
      username: 'alice',
      says: steady(LOW),
      account: { domain: tandem.sipAddress, password: user.password },
    }),
    Baresip.start({ username: 'outside', says: steady(HIGH) }),
  ]);
  const carrier = {
    ...ACCOUNT,
    number: OUR_NUMBER,
    outside: `outside@127.0.0.1:${outside.sipPort}`,
  };
  [first, second] = await Promise.all([
    Kamailio.startCarrier({ ...carrier, host: '127.0.0.2' }),
    Kamailio.startCarrier({ ...carrier, host: '127.0.0.3' }),
  ]);
  await tandem.write('POST', '/trunks', {
    id: 'carrier',
    name: 'Carrier',
    connection: { kind: 'register-to-carrier', domain: ACCOUNT.realm, username: ACCOUNT.username },
    secret: ACCOUNT.password,
    gateways: [
      { host: first.host, port: first.port, priority: 10 },
      { host: second.host, port: second.port, priority: 20 },
    ],
    media: { codecs: ['PCMU', 'PCMA'] },
    health: { optionsIntervalSeconds: 5 },
  });
  await tandem.write('POST', '/routing/rules', {
    name: 'Abroad',
    action: { kind: 'trunks', trunks: [{ trunkId: 'carrier' }] },
  });
  await tandem.write('POST', '/numbers', {
    number: OUR_NUMBER,
    destination: { kind: 'user', username: 'alice' },
  });
});

afterAll(async () => {
  await Promise.all([alice?.stop(), outside?.stop(), first?.stop(), second?.stop()]);
  await tandem?.stop();
});

const stateOf = () => tandem.read('/trunks/carrier/state', trunkState);

test('the trunk registers at the carrier and goes green', async () => {
  await first.saw(/REGISTER accepted/);
  await until(
    'both gateways to be up',
    async () => {
      const { gateways } = await stateOf();
      return gateways.every(({ state }: { state: string }) => state === 'up');
    },
    { explain: () => tandem.log.slice(-3000) },
  );
  expect(await stateOf()).toMatchObject({
    state: 'up',
    registration: { state: 'registered' },
    gateways: [{ state: 'up' }, { state: 'up' }],
  });
});

test('a phone here calls a number outside, and both are heard', async () => {
  await alice.dial(`sip:${THEIR_NUMBER}@${tandem.sipAddress}`);
  await Promise.all([alice.event('CALL_ESTABLISHED'), outside.event('CALL_ESTABLISHED')]);
  expect(first.log).toMatch(/INVITE challenged[\s\S]*INVITE accepted to \+41441234567 from \+4930111222/);
  await Promise.all([
    expectToneIn(() => alice.heard(), HIGH, 2),
    expectToneIn(() => outside.heard(), LOW, 2),
  ]);
  await alice.hangUp();
  await outside.event('CALL_CLOSED');
  expect(await tandem.callRecord('alice', THEIR_NUMBER)).toMatchObject({ outcome: 'answered' });
});

test('somebody outside calls our number, and both are heard', async () => {
  const [ours, theirs] = [alice.events.length, outside.events.length];
  await outside.dial(`sip:${OUR_NUMBER}@${first.address}`);
  await Promise.all([alice.event('CALL_ESTABLISHED', ours), outside.event('CALL_ESTABLISHED', theirs)]);
  await Promise.all([
    expectToneIn(() => alice.heard(), HIGH, 4),
    expectToneIn(() => outside.heard(), LOW, 4),
  ]);
  await outside.hangUp();
  await alice.event('CALL_CLOSED', ours);
  expect(await tandem.callRecord('outside', 'alice')).toMatchObject({ outcome: 'answered' });
});

test('when the first gateway stops, the next call goes through the second in less than four seconds', async () => {
  await first.stop();
  const [ours, theirs] = [alice.events.length, outside.events.length];
  const begunAtMs = Date.now();
  await alice.dial(`sip:${THEIR_NUMBER}@${tandem.sipAddress}`);
  await outside.event('CALL_ESTABLISHED', theirs);
  const connectedMs = Date.now() - begunAtMs;
  await alice.event('CALL_ESTABLISHED', ours);
  expect(second.log).toContain('INVITE accepted');
  expect(connectedMs).toBeLessThan(4000);
  await expectToneIn(() => outside.heard(), LOW, 6);
  await alice.hangUp();
  await outside.event('CALL_CLOSED', theirs);
  await until('the state to tell', async () => (await stateOf()).gateways[0]?.state === 'down', {
    timeoutMs: 60_000,
    explain: () => tandem.log.slice(-3000),
  });
});
