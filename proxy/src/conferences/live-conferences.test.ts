import { type ConferenceSettings, conferenceSettings } from '@tandem/api-types/conferences';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLockouts, defaultLockoutLimits } from '../authentication/lockouts.ts';
import type { LocalCall } from '../calls/local-branch.ts';
import type { LocalConversation } from '../calls/local-dialog.ts';
import { silentLog } from '../observability/log.ts';
import { createLiveConferences, type LiveConferences } from './live-conferences.ts';
import { createTestSound, type TestParty, type TestSound } from './testing/test-sound.ts';

let sound: TestSound;
let room: ConferenceSettings;
let pin: string | null;
let conferences: LiveConferences;

beforeEach(() => {
  vi.useFakeTimers();
  sound = createTestSound();
  pin = null;
  room = conferenceSettings.parse({ name: 'monday', displayName: 'Monday', membersMax: 2 });
  conferences = createLiveConferences({
    roomOf: (name) => (name === room.name ? room : undefined),
    pins: { check: async (_room, digits) => (pin === null ? null : digits === pin) },
    lockouts: createLockouts(defaultLockoutLimits, Date.now),
    sound,
    pinPauseMs: 15_000,
    waitMaxMs: 60_000,
    now: () => 0,
    log: silentLog,
  });
});

afterEach(() => {
  vi.useRealTimers();
});

/** @param id of the call, and the name of the user; somebody from outside when it begins with a `+` */
const callOf = (id: string): LocalCall => ({
  id,
  callId: id,
  callerUri: `sip:${id}@example.com`,
  callerName: null,
  callerUsername: id.startsWith('+') ? null : id,
  arrivedByTrunk: null,
  startedAtMs: 0,
});

interface Caller {
  readonly conversation: LocalConversation;
  readonly party: TestParty;
  readonly hungUp: (string | undefined)[];
}

const settled = () => vi.advanceTimersByTimeAsync(0);

async function callIn(id: string): Promise<Caller> {
  const answerer = conferences.answererOf('monday');
  if (!answerer) throw new Error('there is no room');
  const conversation = await answerer.answer(callOf(id));
  const hungUp: (string | undefined)[] = [];
  conversation.onHangUp((why) => {
    hungUp.push(why);
    conversation.ended();
  });
  conversation.begin();
  await settled();
  const party = sound.parties.at(-1);
  if (!party) throw new Error('no party was opened');
  return { conversation, party, hungUp };
}

const pressAll = async ({ party }: Caller, keys: string): Promise<void> => {
  for (const key of keys) party.press(key);
  await settled();
};

const ids = () => conferences.members('monday').map(({ id }) => id);

describe('a conference without a PIN', () => {
  it('tells the first that he is, and lets the others hear who comes and goes', async () => {
    const alice = await callIn('alice');
    expect([alice.party.heard, alice.party.mixed]).toEqual([['first-in-conference'], true]);
    const bob = await callIn('bob');
    expect([bob.party.heard, ids()]).toEqual([[], ['alice', 'bob']]);
    bob.conversation.ended();
    expect([ids(), bob.party.open, bob.party.mixed]).toEqual([['alice'], false, false]);
    expect(sound.mixers).toEqual([{ signals: ['joined', 'left'] }]);
    alice.conversation.ended();
    expect(conferences.counts()).toEqual({ rooms: 0, members: 0, waiting: 0 });
  });

  it('refuses whom it has no place for', async () => {
    await callIn('alice');
    await callIn('bob');
    await expect(callIn('carol')).rejects.toMatchObject({ key: 'conference-full' });
    expect([sound.parties.length, conferences.counts()]).toEqual([2, { rooms: 1, members: 2, waiting: 0 }]);
  });

  it('hears two who come at the same time as two, though both were alone', async () => {
    let end: () => void = () => undefined;
    sound.prompts = new Promise((resolve) => {
      end = resolve;
    });
    await callIn('alice');
    await callIn('bob');
    await callIn('carol').then(({ hungUp }) => expect(hungUp).toEqual([]));
    end();
    await settled();
    expect(ids()).toEqual(['alice', 'bob']);
    expect(sound.parties.map(({ open }) => open)).toEqual([true, true, false]);
  });

  it('can mute, hear again and remove a member', async () => {
    const alice = await callIn('alice');
    expect(conferences.mute('monday', 'alice', true)).toMatchObject({ id: 'alice', muted: true });
    expect([alice.party.muted, conferences.members('monday')[0]?.muted]).toEqual([true, true]);
    conferences.mute('monday', 'alice', false);
    expect(alice.party.muted).toBe(false);
    expect(conferences.remove('monday', 'alice')).toMatchObject({ id: 'alice' });
    expect([alice.hungUp, ids()]).toEqual([['ended-by-operator'], []]);
    expect([conferences.mute('monday', 'alice', true), conferences.remove('gone', 'alice')]).toEqual([
      null,
      null,
    ]);
  });

  it('is not there when no admin made it', () => expect(conferences.answererOf('tuesday')).toBeNull());

  it('leaves nothing of a caller who goes while he hears that he is the first', async () => {
    sound.prompts = new Promise(() => undefined);
    const alice = await callIn('alice');
    alice.conversation.ended();
    await settled();
    expect([ids(), alice.party.heard, sound.mixers]).toEqual([[], ['first-in-conference', 'stopped'], []]);
  });
});

describe('a conference that waits for a user', () => {
  beforeEach(() => {
    room = { ...room, outsidersWait: true, membersMax: 3 };
  });

  const waiting = () =>
    conferences
      .members('monday')
      .filter((member) => member.waiting)
      .map(({ id }) => id);

  it('keeps callers from outside waiting, and lets them in with the first user, in their order', async () => {
    const [first, second] = [await callIn('+1'), await callIn('+2')];
    expect([first.party.heard, first.party.mixed, waiting()]).toEqual([['wait'], false, ['+1', '+2']]);
    expect(conferences.counts()).toEqual({ rooms: 0, members: 0, waiting: 2 });
    const alice = await callIn('alice');
    expect([ids(), waiting()]).toEqual([['alice', '+1', '+2'], []]);
    expect([alice.party, first.party, second.party].map(({ mixed }) => mixed)).toEqual([true, true, true]);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect([first.hungUp, second.hungUp]).toEqual([[], []]);
  });

  it('lets callers in while a user is there, goes on without him, and waits for the next one then', async () => {
    const alice = await callIn('alice');
    await callIn('+1');
    alice.conversation.ended();
    const later = await callIn('+2');
    expect([ids(), waiting()]).toEqual([['+1', '+2'], ['+2']]);
    await callIn('bob');
    expect([later.party.mixed, waiting()]).toEqual([true, []]);
  });

  it('asks for the PIN first', async () => {
    pin = '2468';
    room = { ...room, pinRequired: true };
    const caller = await callIn('+1');
    await pressAll(caller, '2468#');
    expect([caller.party.heard, waiting()]).toEqual([['enter-pin', 'wait'], ['+1']]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(caller.hungUp).toEqual([]);
  });

  it('hangs up when nobody comes, and forgets who hung up or was removed', async () => {
    const callers = [await callIn('+1'), await callIn('+2'), await callIn('+3')];
    expect(conferences.mute('monday', '+1', true)).toBeNull();
    callers[0]?.conversation.ended();
    expect(conferences.remove('monday', '+2')).toMatchObject({ id: '+2', waiting: true });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(callers.map(({ hungUp }) => hungUp)).toEqual([
      [],
      ['ended-by-operator'],
      ['conference-not-begun'],
    ]);
    await callIn('alice');
    expect([ids(), conferences.counts().waiting]).toEqual([['alice'], 0]);
  });

  it('lets them in when they need not wait any more, as far as there are places', async () => {
    const callers = [await callIn('+1'), await callIn('+2'), await callIn('+3')];
    conferences.roomsChanged();
    expect(waiting()).toEqual(['+1', '+2', '+3']);
    room = { ...room, outsidersWait: false, membersMax: 2 };
    conferences.roomsChanged();
    await settled();
    expect([ids(), waiting()]).toEqual([['+1', '+2'], []]);
    expect(callers.map(({ hungUp }) => hungUp)).toEqual([[], [], ['conference-full']]);
  });

  it('lets nobody wait for a room that is gone', async () => {
    const caller = await callIn('+1');
    room = { ...room, name: 'tuesday' };
    conferences.roomsChanged();
    await settled();
    expect([caller.hungUp, conferences.counts().waiting]).toEqual([['not-found'], 0]);
  });

  it('lets no more wait than there are places', async () => {
    for (const id of ['+1', '+2', '+3']) await callIn(id);
    const fourth = await callIn('+4');
    expect([fourth.party.heard, fourth.hungUp]).toEqual([['conference-full'], ['conference-full']]);
    await callIn('alice');
    expect([ids(), waiting()]).toEqual([['alice', '+1', '+2'], []]);
  });
});

describe('a conference with a PIN', () => {
  beforeEach(() => {
    pin = '2468';
    room = { ...room, pinRequired: true };
  });

  it('lets in who presses it, in the media or by INFO', async () => {
    const alice = await callIn('alice');
    expect([alice.party.heard, ids()]).toEqual([['enter-pin'], []]);
    await pressAll(alice, '24');
    for (const key of '68#') alice.conversation.key(key);
    await settled();
    expect([ids(), alice.party.heard.at(-1)]).toEqual([['alice'], 'first-in-conference']);
    await pressAll(alice, '1111#');
    expect(alice.hungUp).toEqual([]);
  });

  it('lets the star take back what was pressed', async () => {
    const alice = await callIn('alice');
    await pressAll(alice, '99*A2468#');
    expect(ids()).toEqual(['alice']);
  });

  it('hangs up after three wrong ones', async () => {
    const alice = await callIn('alice');
    await pressAll(alice, '1111#');
    await pressAll(alice, '#');
    await pressAll(alice, '0123456789');
    expect(alice.hungUp).toEqual([]);
    await pressAll(alice, '24680#');
    expect([alice.hungUp, ids()]).toEqual([['wrong-pin'], []]);
    expect(alice.party.heard).toEqual(['enter-pin', 'wrong-pin', 'wrong-pin', 'wrong-pin']);
  });

  it('takes no call of who guesses again and again, until some time has passed, and those of others', async () => {
    for (const tries of [3, 2]) {
      const mallory = await callIn('mallory');
      for (let tried = 0; tried < tries; tried += 1) await pressAll(mallory, '1111#');
    }
    await expect(callIn('mallory')).rejects.toMatchObject({ key: 'too-many-failures' });
    await pressAll(await callIn('alice'), '2468#');
    expect(ids()).toEqual(['alice']);
    await vi.advanceTimersByTimeAsync(3_600_000);
    await pressAll(await callIn('mallory'), '2468#');
    expect(ids()).toEqual(['alice', 'mallory']);
  });

  it('lets in at the third try', async () => {
    const alice = await callIn('alice');
    for (const tried of ['1111#', '2222#', '2468#']) await pressAll(alice, tried);
    expect(ids()).toEqual(['alice']);
  });

  it('hangs up on who presses nothing', async () => {
    const alice = await callIn('alice');
    await vi.advanceTimersByTimeAsync(14_000);
    await pressAll(alice, '2');
    await vi.advanceTimersByTimeAsync(14_000);
    expect(alice.hungUp).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(alice.hungUp).toEqual(['wrong-pin']);
  });

  it('stops asking when the first key is pressed', async () => {
    sound.prompts = new Promise(() => undefined);
    const alice = await callIn('alice');
    await pressAll(alice, '2');
    expect(alice.party.heard).toEqual(['enter-pin', 'stopped']);
  });

  it('lets nobody in as long as none is set', async () => {
    pin = null;
    const alice = await callIn('alice');
    await pressAll(alice, '2468#');
    expect([alice.hungUp, ids()]).toEqual([['conference-locked'], []]);
  });

  it('tells that it is full only to who has the PIN', async () => {
    for (const name of ['alice', 'bob']) await pressAll(await callIn(name), '2468#');
    const carol = await callIn('carol');
    expect(carol.party.heard).toEqual(['enter-pin']);
    await pressAll(carol, '2468#');
    expect([carol.party.heard.at(-1), carol.hungUp]).toEqual(['conference-full', ['conference-full']]);
  });
});
