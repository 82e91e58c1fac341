import { describe, expect, it } from 'vitest';
import type { RoutedRingGroup } from '../routing/decision.ts';
import { header, sdp } from './testing/sip-text.ts';
import { useTestSystem } from './testing/use-test-system.ts';

const used = useTestSystem();

const sales = (strategy: RoutedRingGroup['strategy'], ringMs: number): RoutedRingGroup => ({
  name: 'sales',
  displayName: 'Sales',
  strategy,
  members: ['bob', 'nobody', 'carol'],
  ringMs,
});

describe('a call to a ring group', () => {
  it('rings at all members at once and goes to who answers first', async () => {
    await used.restart({}, { ringGroups: [sales('parallel', 5000)] });
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const carol = await used.system.phone('carol');
    const a = alice.invite('sales', { body: sdp(4000) });
    const [first, second] = await Promise.all([bob.take('INVITE'), carol.take('INVITE')]);
    expect(header(first, 'To')).toContain('sip:sales@example.com');
    bob.reply(first, 180);
    await alice.take(180);
    carol.reply(second, 200, { body: sdp(6000) });
    await a.confirm();
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(first, 487);
    a.request('BYE');
    carol.reply(await carol.take('BYE'), 200);
    expect(await used.record()).toMatchObject({
      answeredBy: carol.contact,
      calleeUri: 'sip:sales@example.com',
    });
  });

  it('gives up when nobody answers for as long as the group rings', async () => {
    await used.restart({}, { ringGroups: [sales('parallel', 300)] });
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    alice.invite('sales', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    await alice.take(480);
    expect(await used.record()).toMatchObject({ outcome: 'no-answer' });
  });

  it('rings one member after another: at the next when one does not answer', async () => {
    await used.restart({}, { ringGroups: [sales('serial', 400)] });
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const carol = await used.system.phone('carol');
    const a = alice.invite('sales', { body: sdp(4000) });
    const first = await bob.take('INVITE');
    bob.reply(first, 180);
    await alice.take(180);
    expect(carol.rest()).toEqual([]);
    const cancel = await bob.take('CANCEL');
    expect(header(cancel, 'Reason')).toContain('cause=480');
    bob.reply(cancel, 200);
    bob.reply(first, 487);
    const second = await carol.take('INVITE');
    carol.reply(second, 200, { body: sdp(6000) });
    const ok = await a.confirm();
    expect(ok.body).toContain('m=audio 6000');
    a.request('BYE');
    carol.reply(await carol.take('BYE'), 200);
    expect(await used.record()).toMatchObject({ answeredBy: carol.contact, outcome: 'answered' });
  });

  it('rings at the next member at once when one declines, and is declined when all do', async () => {
    await used.restart({}, { ringGroups: [sales('serial', 5000)] });
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const carol = await used.system.phone('carol');
    alice.invite('sales', { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 603);
    carol.reply(await carol.take('INVITE'), 486);
    await alice.take(603);
    expect(await used.record()).toMatchObject({ outcome: 'declined' });
  });

  it('stops ringing when the caller hangs up', async () => {
    await used.restart({}, { ringGroups: [sales('serial', 5000)] });
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    const a = alice.invite('sales', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    a.cancel();
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    expect(await used.record()).toMatchObject({ outcome: 'cancelled' });
  });
});
