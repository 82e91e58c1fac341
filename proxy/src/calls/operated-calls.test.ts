import { describe, expect, it } from 'vitest';
import { header, sdp } from './testing/sip-text.ts';
import { useTestSystem } from './testing/use-test-system.ts';

const used = useTestSystem();

describe('an operator', () => {
  it('hangs up a call: both phones are told why, and the record says who did it', async () => {
    const { alice, bob } = await used.talk();
    const [call] = used.system.calls.active();
    const id = call?.facts.id ?? '';
    expect(used.system.calls.hangUp(id, 'otto')).toBe(true);
    for (const phone of [alice, bob]) {
      const bye = await phone.take('BYE');
      expect(header(bye, 'Reason')).toBe('SIP;cause=480;text="Ended By Operator"');
      phone.reply(bye, 200);
    }
    expect(await used.record()).toMatchObject({
      hungUpBy: 'system',
      outcome: 'answered',
      reason: 'ended-by-operator: An operator ended the call: otto.',
    });
    expect(used.system.calls.hangUp(id, 'otto')).toBe(false);
    expect(used.system.calls.find(id)).toBeNull();
  });

  it('gives up a call that rings: the caller gets a refusal, the phone stops ringing', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    expect(used.system.calls.hangUp(used.system.calls.active()[0]?.facts.id ?? '', 'otto')).toBe(true);
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    await alice.take(480);
    expect(await used.record()).toMatchObject({ hungUpBy: 'system', sipStatus: 480 });
  });

  it('sees the dialogs of a call and how it sounds, and the record keeps both', async () => {
    const talk = await used.talk();
    const [call] = used.system.calls.active();
    const id = call?.facts.id ?? '';
    await used.system.calls.measure(id);
    await used.system.calls.measure('no such call');
    const legs = [
      { party: 'caller', callId: talk.a.callId, uri: 'sip:alice@example.com' },
      { party: 'callee', callId: header(talk.invite, 'Call-ID'), uri: talk.bob.contact },
    ];
    const quality = [{ atMs: expect.any(Number), caller: { mos: 4.2 }, callee: { packets: 100 } }];
    expect(used.system.calls.find(id)).toMatchObject({ state: 'answered', facts: { legs }, quality });
    await used.end(talk);
    expect((await used.record())?.details).toMatchObject({
      legs,
      quality,
      decision: [{ kind: 'name' }],
    });
  });
});
