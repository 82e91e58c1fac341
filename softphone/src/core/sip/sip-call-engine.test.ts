import { describe, expect, test } from 'vitest';
import { phasesOf, phonesOnAnExchange, settle } from '../../testing/phones-on-an-exchange.ts';

const stage = phonesOnAnExchange();
const { phoneOf, registered, talking } = stage;

describe('a call', () => {
  test('rings at the other phone, is answered and ends for both when one hangs up', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    alice.engine.dial('sip:bob@example.com', 'Bob');
    await settle();
    expect(phasesOf(alice, bob)).toEqual(['ringing', 'incoming']);
    expect(bob.latest()?.peer).toEqual({ uri: 'sip:alice@example.com', displayName: 'ALICE' });

    bob.engine.answer(bob.call()?.id ?? '');
    await settle();
    expect(phasesOf(alice, bob)).toEqual(['established', 'established']);

    bob.engine.hangUp(bob.call()?.id ?? '');
    await settle();
    expect(alice.latest()?.end?.cause).toBe('peer-hung-up');
    expect(bob.latest()?.end?.cause).toBe('hung-up');
    await settle(3_000);
    expect(alice.engine.calls()).toEqual([]);
  });

  test('that the caller gives up stops ringing at the other phone', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    const id = alice.engine.dial('sip:bob@example.com', null);
    await settle();
    alice.engine.hangUp(id);
    await settle();
    expect(alice.latest()?.end?.cause).toBe('cancelled');
    expect(bob.latest()?.end?.cause).toBe('missed');
  });

  test('that is declined says so to the caller', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    alice.engine.dial('sip:bob@example.com', null);
    await settle();
    bob.engine.decline(bob.call()?.id ?? '');
    await settle();
    expect(alice.latest()?.end?.cause).toBe('declined');
    expect(bob.latest()?.end?.sentence).toBe('You declined the call.');
  });

  test('to nobody says that nobody has this name', async () => {
    const alice = await registered('alice');
    alice.engine.dial('sip:nobody@example.com', null);
    await settle();
    expect(alice.latest()?.end?.cause).toBe('not-found');
  });

  test('keeps ringing while the microphone is refused, and says what to do', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    bob.microphoneAllowed = false;
    alice.engine.dial('sip:bob@example.com', null);
    await settle();
    bob.engine.answer(bob.call()?.id ?? '');
    await settle();
    expect(bob.latest()).toMatchObject({ phase: 'incoming', notice: expect.stringContaining('Allow it') });
    bob.microphoneAllowed = true;
    bob.engine.answer(bob.call()?.id ?? '');
    await settle();
    expect(phasesOf(alice, bob)).toEqual(['established', 'established']);
  });

  test('is not made while the microphone is refused, and says what to do', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    alice.microphoneAllowed = false;
    alice.engine.dial('sip:bob@example.com', null);
    await settle();
    expect(alice.latest()?.end).toMatchObject({
      cause: 'no-microphone',
      sentence: expect.stringContaining('Allow it'),
    });
    expect(bob.engine.calls()).toEqual([]);
  });

  test('that is given up while the browser asks for the microphone never rings', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    alice.engine.hangUp(alice.engine.dial('sip:bob@example.com', null));
    await settle();
    expect(alice.latest()?.end?.cause).toBe('cancelled');
    expect(bob.engine.calls()).toEqual([]);
  });

  test('without a connection to the server fails at once with the reason', () => {
    const alice = phoneOf('alice');
    alice.engine.dial('sip:bob@example.com', null);
    expect(alice.latest()?.end?.cause).toBe('connection-lost');
  });
});

describe('within a call', () => {
  test('mute silences the microphone only', async () => {
    const { alice, aliceId } = await talking();
    alice.engine.setMuted(aliceId, true);
    expect(alice.media[0]).toMatchObject({ microphoneOn: false, soundOn: true });
    alice.engine.setMuted(aliceId, false);
    expect(alice.media[0]?.microphoneOn).toBe(true);
  });

  test('hold silences both ways, tells the other side, and ends again', async () => {
    const { alice, bob, aliceId } = await talking();
    alice.engine.setHeld(aliceId, true);
    await settle();
    expect(alice.latest()?.held).toBe(true);
    expect(alice.media[0]).toMatchObject({ microphoneOn: false, soundOn: false, direction: 'sendonly' });
    expect(bob.latest()?.heldByPeer).toBe(true);
    alice.engine.setHeld(aliceId, false);
    await settle();
    expect(bob.latest()?.heldByPeer).toBe(false);
    expect(alice.media[0]).toMatchObject({ microphoneOn: true, soundOn: true, direction: 'sendrecv' });
  });

  test('the other side’s re-INVITE does not take a held call back', async () => {
    const { alice, bob, aliceId, bobId } = await talking();
    alice.engine.setHeld(aliceId, true);
    await settle();
    bob.engine.setHeld(bobId, true);
    await settle();
    expect(alice.media[0]?.direction).toBe('sendonly');
    expect(alice.latest()?.held).toBe(true);
  });

  test('the other side’s re-INVITE does not repeat our ICE restart', async () => {
    const { alice, bob, bobId } = await talking();
    alice.media[0]?.become('failed');
    await settle();
    bob.engine.setHeld(bobId, true);
    await settle();
    expect(alice.latest()?.heldByPeer).toBe(true);
    expect(alice.media[0]?.iceRestarts).toBe(1);
  });

  test('muting survives hold', async () => {
    const { alice, aliceId } = await talking();
    alice.engine.setMuted(aliceId, true);
    alice.engine.setHeld(aliceId, true);
    await settle();
    alice.engine.setHeld(aliceId, false);
    await settle();
    expect(alice.media[0]).toMatchObject({ microphoneOn: false, soundOn: true });
  });

  test('digits go to the other side', async () => {
    const { alice, aliceId } = await talking();
    alice.engine.sendDtmf(aliceId, '5');
    alice.engine.sendDtmf(aliceId, '#');
    expect(alice.media[0]?.digits).toEqual(['5', '#']);
  });
});

describe('a second call', () => {
  test('waits beside the first, and answering it puts the first on hold', async () => {
    const { alice, bob, bobId } = await talking();
    const carol = await registered('carol');
    carol.engine.dial('sip:bob@example.com', null);
    await settle();
    expect(bob.engine.calls().map(({ phase }) => phase)).toEqual(['established', 'incoming']);
    bob.engine.answer(bob.engine.calls()[1]?.id ?? '');
    await settle();
    expect(bob.engine.calls().map(({ held }) => held)).toEqual([true, false]);
    expect(alice.latest()?.heldByPeer).toBe(true);
    bob.engine.setHeld(bobId, false);
    await settle();
    expect(bob.engine.calls().map(({ held }) => held)).toEqual([false, true]);
  });

  test('is possible, a third caller hears busy', async () => {
    const { bob } = await talking();
    const carol = await registered('carol');
    const dave = await registered('dave');
    carol.engine.dial('sip:bob@example.com', null);
    await settle();
    dave.engine.dial('sip:bob@example.com', null);
    await settle();
    expect(dave.latest()?.end?.cause).toBe('busy');
    expect(bob.engine.calls()).toHaveLength(2);
  });

  /** Bob talks to Carol, and Alice is on hold. */
  async function talkingToCarol() {
    const { alice, bob, bobId } = await talking();
    const carol = await registered('carol');
    carol.engine.dial('sip:bob@example.com', null);
    await settle();
    const carolId = bob.engine.calls()[1]?.id ?? '';
    const heldOfAlice = () => bob.engine.calls().find(({ id }) => id === bobId)?.held;
    return { alice, bob, carol, aliceId: bobId, carolId, heldOfAlice };
  }

  test.each(['bob', 'carol'] as const)('that %s ends takes the first one back and says why', async (who) => {
    const { alice, bob, carol, aliceId, carolId } = await talkingToCarol();
    bob.engine.answer(carolId);
    await settle();
    if (who === 'bob') bob.engine.hangUp(carolId);
    else carol.engine.hangUp(carol.call()?.id ?? '');
    await settle();
    const view = () => bob.engine.calls().find(({ id }) => id === aliceId);
    expect(view()).toMatchObject({
      held: false,
      notice: `${who === 'bob' ? 'You' : 'The other side'} ended the call. You are back in this one.`,
    });
    expect(bob.media[0]).toMatchObject({ microphoneOn: true, soundOn: true, direction: 'sendrecv' });
    expect(alice.latest()?.heldByPeer).toBe(false);
    await settle(3_000);
    expect(view()?.notice).toBeNull();
  });

  test('that is swapped with the first leaves whichever is there at the end', async () => {
    const { bob, aliceId, carolId } = await talkingToCarol();
    bob.engine.answer(carolId);
    await settle();
    bob.engine.setHeld(aliceId, false);
    await settle();
    bob.engine.hangUp(aliceId);
    await settle();
    expect(bob.call()).toMatchObject({ id: carolId, held: false });
  });

  test('that ends leaves a call on hold that was put there by hand', async () => {
    const { bob, aliceId, carolId, heldOfAlice } = await talkingToCarol();
    bob.engine.setHeld(aliceId, true);
    await settle();
    bob.engine.answer(carolId);
    await settle();
    bob.engine.hangUp(carolId);
    await settle();
    expect(heldOfAlice()).toBe(true);
  });

  test('that ends on hold opens no microphone', async () => {
    const { bob, carol, carolId, heldOfAlice } = await talkingToCarol();
    bob.engine.answer(carolId);
    await settle();
    bob.engine.setHeld(carolId, true);
    await settle();
    carol.engine.hangUp(carol.call()?.id ?? '');
    await settle();
    expect(heldOfAlice()).toBe(true);
    expect(bob.media[0]).toMatchObject({ microphoneOn: false, soundOn: false });
  });

  test('that is declined leaves the first as it is', async () => {
    const { bob, carolId, heldOfAlice } = await talkingToCarol();
    bob.engine.decline(carolId);
    await settle();
    expect(heldOfAlice()).toBe(false);
    expect(bob.call()?.notice).toBeNull();
  });
});
