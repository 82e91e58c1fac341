import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Frames } from '@tandem/media-relay';
import { FakeParty } from '@tandem/media-relay/testing/fake-party';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LocalConversation } from '../calls/local-dialog.ts';
import type { RefusalKey } from '../errors.ts';
import { silentLog } from '../observability/log.ts';
import { type MessageFiles, openMessageFiles } from './message-files.ts';
import { createVoicemailAnswerer, type VoicemailAnswerer } from './voicemail-answerer.ts';
import { openVoicemailIntake, type VoicemailIntake } from './voicemail-intake.ts';
import type { RecordedMessage } from './voicemail-message.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const FRAMES_PER_SECOND = 50;
/** Looks often: in each look a frame passes. A busy machine needs its time. */
const waitFor = (look: () => unknown): Promise<unknown> => vi.waitFor(look, { interval: 1, timeout: 10_000 });
const call = {
  id: '11111111-1111-4111-8111-111111111111',
  callId: 'x',
  callerUri: 'sip:alice@example.com',
  callerName: 'Alice',
  callerUsername: 'alice',
  arrivedByTrunk: null,
  startedAtMs: NOW_MS,
};
/** Each as loud as its number times 1000, so that what was played can be told. */
const prompt = (loudness: number, seconds = 0.1): Int16Array =>
  new Int16Array(16_000 * seconds).fill(loudness * 1000);

describe('a caller at a mailbox', () => {
  let folder: string;
  let files: MessageFiles;
  let clock: Frames;
  let party: FakeParty;
  let stored: RecordedMessage[];
  let intake: VoicemailIntake;
  let answerer: VoicemailAnswerer;
  let messagesInBox: number;
  let databaseDown: boolean;
  let hungUp: (RefusalKey | 'well')[];
  const closed: FakeParty[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tandem-voicemail-'));
    files = openMessageFiles(folder);
    clock = new Frames();
    party = new FakeParty();
    closed.length = 0;
    party.close = () => void closed.push(party);
    stored = [];
    messagesInBox = 0;
    databaseDown = false;
    hungUp = [];
    intake = await openVoicemailIntake({
      files,
      store: { insertOnce: async (message) => stored.push(message) > 0 },
      node: 'here',
      shortestMs: 1000,
      freeBytesMin: 0,
      now: () => NOW_MS,
      log: silentLog,
    });
    answerer = createVoicemailAnswerer({
      intake,
      files,
      store: {
        async countFor() {
          if (databaseDown) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
          return { new: 0, total: messagesInBox };
        },
      },
      userExists: async (username) => username === 'bob',
      sound: { clock, open: async () => party },
      prompts: { leaveAMessage: prompt(1, 1), tone: prompt(2), mailboxFull: prompt(3), goodbye: prompt(4) },
      limits: { longestMs: 5000, silenceMs: 2000, messagesPerMailbox: 3 },
      domain: 'example.com',
      now: () => NOW_MS,
      log: silentLog,
    });
  });
  afterEach(async () => {
    await intake.close();
    await rm(folder, { recursive: true });
  });

  const enter = async (): Promise<LocalConversation> => {
    const conversation = await answerer.for('bob').answer(call);
    conversation.onHangUp((why) => {
      hungUp.push(why ?? 'well');
      conversation.ended();
    });
    conversation.begin();
    return conversation;
  };
  /** What was played, in thousands of loudness, without repetitions. */
  const played = (): number[] => {
    const levels = party.heardFrames.map((frame) => (frame[0] ?? 0) / 1000);
    return levels.filter((level, place) => level !== levels[place - 1]);
  };
  /** Lets time pass until the tone is over and the message begins. */
  const afterTheTone = async (): Promise<void> => {
    await waitFor(() => {
      clock.pass();
      expect(played()).toEqual([1, 2]);
    });
    await waitFor(() => {
      clock.pass();
      expect(party.listenedTo).toBe(true);
    });
  };
  const speak = (seconds: number): void => {
    for (let frame = 0; frame < seconds * FRAMES_PER_SECOND; frame += 1) {
      party.say(440);
      clock.pass();
    }
  };
  const over = async (): Promise<void> => {
    await waitFor(() => {
      clock.pass();
      expect(closed).toHaveLength(1);
    });
    await answerer.settled();
    await waitFor(() => expect(intake.waiting()).toBe(0));
  };

  it('hears the greeting and the tone, and what is said until the hang-up is the message', async () => {
    const conversation = await enter();
    await afterTheTone();
    speak(3);
    conversation.ended();
    await over();
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatchObject({
      username: 'bob',
      callerUri: 'sip:alice@example.com',
      callerName: 'Alice',
      callRecordId: call.id,
      receivedAtMs: NOW_MS,
    });
    expect(stored[0]?.durationMs).toBeGreaterThan(2500);
    expect(stored[0]?.durationMs).toBeLessThan(3500);
    expect(hungUp).toEqual([]);
  });

  it('ends the message by #, hears goodbye, and is hung up', async () => {
    const conversation = await enter();
    await afterTheTone();
    speak(2);
    conversation.key('5');
    conversation.key('#');
    await over();
    expect(hungUp).toEqual(['well']);
    expect(played()).toEqual([1, 2, 4]);
    expect(stored).toHaveLength(1);
  });

  it('who says nothing any more is hung up, and the silence is no part of the message', async () => {
    await enter();
    await afterTheTone();
    speak(2);
    clock.pass(3 * FRAMES_PER_SECOND);
    await over();
    expect(hungUp).toEqual(['well']);
    expect(stored[0]?.durationMs).toBeLessThan(3000);
  });

  it('who talks without end is cut off at the longest message, which is kept', async () => {
    await enter();
    await afterTheTone();
    speak(6);
    await over();
    expect(hungUp).toEqual(['well']);
    expect(stored[0]?.durationMs).toBe(5000);
  });

  it('who hangs up during the greeting leaves no message and no file', async () => {
    const conversation = await enter();
    clock.pass(2);
    conversation.ended();
    await over();
    expect(stored).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('who gives up before the answer leaves no message and no file', async () => {
    const conversation = await answerer.for('bob').answer(call);
    expect(await readdir(folder)).toHaveLength(1);
    conversation.ended();
    await over();
    expect(await readdir(folder)).toEqual([]);
  });

  it('passes over the greeting by #', async () => {
    const conversation = await enter();
    await waitFor(() => {
      clock.pass();
      expect(played()).toEqual([1]);
    });
    conversation.key('#');
    await afterTheTone();
    expect(party.heardFrames.length).toBeLessThan(FRAMES_PER_SECOND);
    conversation.ended();
    await over();
  });

  it('is told that the mailbox is full, and the record gets the reason', async () => {
    messagesInBox = 3;
    await enter();
    await over();
    expect(played()).toEqual([3]);
    expect(hungUp).toEqual(['mailbox-full']);
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves a message also while the database is away', async () => {
    databaseDown = true;
    messagesInBox = 3;
    const conversation = await enter();
    await afterTheTone();
    speak(2);
    conversation.ended();
    await over();
    expect(stored).toHaveLength(1);
  });

  it('is refused when the user is gone, and when the disk takes nothing', async () => {
    await expect(async () => answerer.for('nobody').answer(call)).rejects.toMatchObject({ key: 'not-found' });
    await intake.close();
    await expect(async () => answerer.for('bob').answer(call)).rejects.toMatchObject({
      key: 'shutting-down',
    });
    expect(closed).toHaveLength(1);
  });
});
