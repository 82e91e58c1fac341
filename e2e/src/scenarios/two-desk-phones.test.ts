import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Baresip } from '../peers/baresip.ts';
import { Linphonec } from '../peers/linphonec.ts';
import { Tandem, type TandemUser } from '../peers/tandem.ts';
import { expectToneIn, HIGH, LOW, steady } from './hearing.ts';

let tandem: Tandem;

beforeAll(async () => {
  tandem = await Tandem.start();
});

afterAll(() => tandem?.stop());

type Transport = 'udp' | 'tcp' | 'tls';

const addressFor = (transport: Transport): string =>
  transport === 'tls' ? `127.0.0.1:${tandem.sipTlsPort}` : tandem.sipAddress;

const baresipOf = (user: TandemUser, transport: Transport) =>
  Baresip.start({
    username: user.username,
    transport,
    says: steady(LOW),
    account: { domain: addressFor(transport), password: user.password },
  });

const linphonecOf = (user: TandemUser, transport: Transport) =>
  Linphonec.start({
    username: user.username,
    says: steady(HIGH),
    account: { domain: '127.0.0.1', proxy: addressFor(transport), transport, password: user.password },
  });

describe.concurrent.each(['udp', 'tcp', 'tls'] as const)('over %s', (transport) => {
  test('baresip calls linphonec and linphonec calls baresip, and both are heard', async ({
    onTestFinished,
  }) => {
    const bob = await tandem.addUser(`bob-${transport}`);
    const carol = await tandem.addUser(`carol-${transport}`);
    const [baresip, linphonec] = await Promise.all([
      baresipOf(bob, transport),
      linphonecOf(carol, transport),
    ]);
    onTestFinished(async () => {
      await Promise.all([baresip.stop(), linphonec.stop()]);
    });

    await baresip.dial(`sip:${carol.username}@${addressFor(transport)};transport=${transport}`);
    await Promise.all([baresip.event('CALL_ESTABLISHED'), linphonec.says(/connected/)]);
    await Promise.all([
      expectToneIn(() => baresip.heard(), HIGH, 2),
      expectToneIn(() => linphonec.heard(), LOW, 2),
    ]);
    await baresip.hangUp();
    await linphonec.says(/ended/);
    expect(await tandem.callRecord(bob.username, carol.username)).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'caller',
    });

    const before = baresip.events.length;
    linphonec.dial(`sip:${bob.username}@127.0.0.1`);
    await Promise.all([baresip.event('CALL_ESTABLISHED', before), linphonec.says(/connected/)]);
    await Promise.all([
      expectToneIn(() => baresip.heard(), HIGH, 2),
      expectToneIn(() => linphonec.heard(), LOW, 4),
    ]);
    await baresip.hangUp();
    await linphonec.says(/ended/);
    expect(await tandem.callRecord(carol.username, bob.username)).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'callee',
    });
  });
});
