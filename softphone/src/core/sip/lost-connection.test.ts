import { describe, expect, test } from 'vitest';
import { phasesOf, phonesOnAnExchange, settle } from '../../testing/phones-on-an-exchange.ts';

const stage = phonesOnAnExchange();
const { phoneOf, registered, talking } = stage;

describe('when the connection breaks', () => {
  test('the phone says so, comes back by itself and can be called again', async () => {
    const alice = await registered('alice');
    stage.exchange.breakConnections();
    expect(alice.engine.registration()).toMatchObject({
      kind: 'reconnecting',
      reason: 'The connection was lost.',
    });
    expect(stage.exchange.isRegistered('alice')).toBe(false);
    await settle(1_000);
    expect(alice.engine.registration()).toEqual({ kind: 'registered' });
    expect(stage.exchange.isRegistered('alice')).toBe(true);
  });

  test('a running call goes on, and its sound looks for a new path after the return', async () => {
    const { alice, bob } = await talking();
    stage.exchange.breakConnections();
    expect(phasesOf(alice, bob)).toEqual(['established', 'established']);
    await settle(8_000);
    expect(phasesOf(alice, bob)).toEqual(['established', 'established']);
    expect((alice.media[0]?.iceRestarts ?? 0) + (bob.media[0]?.iceRestarts ?? 0)).toBeGreaterThan(0);
  });

  test('a re-INVITE that was under way does not keep the sound from coming back', async () => {
    const { alice, bob } = await talking();
    // Changing networks: the sound breaks first, the dead connection is noticed later.
    stage.exchange.deaf = true;
    alice.media[0]?.become('failed');
    await settle(2_000);
    stage.exchange.deaf = false;
    stage.exchange.breakConnections();
    await settle(8_000);
    expect(alice.media[0]?.iceRestarts).toBe(2);
    alice.media[0]?.become('connected');
    await settle(60_000);
    expect(phasesOf(alice, bob)).toEqual(['established', 'established']);
    expect(alice.latest()).toMatchObject({ recovering: false, notice: null });
  });

  test('a hold that could not be told is taken back, and works again after the return', async () => {
    const { alice, bob, aliceId } = await talking();
    stage.exchange.deaf = true;
    alice.engine.setHeld(aliceId, true);
    await settle();
    stage.exchange.deaf = false;
    stage.exchange.breakConnections();
    await settle();
    expect(alice.latest()).toMatchObject({ held: false, notice: 'Hold did not work.' });
    await settle(8_000);
    alice.engine.setHeld(aliceId, true);
    await settle();
    expect(alice.latest()).toMatchObject({ held: true, notice: null });
    expect(bob.latest()?.heldByPeer).toBe(true);
  });

  test('a call that was still ringing is over, and says why', async () => {
    const alice = await registered('alice');
    const bob = await registered('bob');
    alice.engine.dial('sip:bob@example.com', null);
    await settle();
    stage.exchange.breakConnections();
    expect([alice.latest()?.end?.cause, bob.latest()?.end?.cause]).toEqual([
      'connection-lost',
      'connection-lost',
    ]);
  });

  test('a call whose sound does not come back ends after half a minute', async () => {
    const { alice } = await talking();
    alice.media[0]?.become('failed');
    expect(alice.latest()?.recovering).toBe(true);
    await settle(20_000);
    expect(alice.latest()?.phase).toBe('established');
    await settle(10_000);
    expect(alice.latest()?.end?.cause).toBe('connection-lost');
  });

  test('a short gap in the sound is waited for', async () => {
    const { alice } = await talking();
    alice.media[0]?.become('disconnected');
    await settle(1_000);
    alice.media[0]?.become('connected');
    await settle(60_000);
    expect(alice.latest()).toMatchObject({ phase: 'established', recovering: false });
    expect(alice.media[0]?.iceRestarts).toBe(0);
  });

  test('a server that stays silent is left and tried again', async () => {
    const alice = await registered('alice');
    stage.exchange.registrar = 'silent';
    alice.page.wake();
    await settle(8_000);
    expect(alice.engine.registration()).toMatchObject({
      kind: 'reconnecting',
      reason: 'The server does not answer.',
    });
    stage.exchange.registrar = 'accepts';
    await settle(1_000);
    expect(alice.engine.registration()).toEqual({ kind: 'registered' });
  });
});

test('a wrong password is told and not tried again and again', async () => {
  stage.exchange.registrar = { status: 403, headers: [] };
  const alice = phoneOf('alice');
  alice.engine.start();
  await settle();
  expect(alice.engine.registration()).toMatchObject({ kind: 'failed', credentialsRefused: true });
  const requests = stage.exchange.seen.length;
  await settle(120_000);
  expect(stage.exchange.seen).toHaveLength(requests);
});

test('signing out ends the call and takes the registration back', async () => {
  const { alice, bob } = await talking();
  const stopped = alice.engine.stop();
  await settle();
  await stopped;
  expect(stage.exchange.isRegistered('alice')).toBe(false);
  expect(bob.latest()?.end?.cause).toBe('peer-hung-up');
});
