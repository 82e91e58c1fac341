import { beforeEach, expect, it } from 'vitest';
import { type RememberedNames, rememberNames } from './remembered-names.ts';

let nowMs: number;
let asked: number;
let away: boolean;
const users = new Map<string, string>();
let names: RememberedNames;

beforeEach(() => {
  [nowMs, asked, away] = [0, 0, false];
  users.clear();
  users.set('alice', 'Alice');
  const displayName = async (username: string): Promise<string | null> => {
    asked += 1;
    if (away) throw new Error('the database is away');
    return users.get(username) ?? null;
  };
  names = rememberNames(
    {
      displayName,
      userExists: async (username) => (await displayName(username)) !== null,
      voicemailOn: async (username) => (await displayName(username)) === 'Alice',
    },
    { now: () => nowMs },
  );
});

it('asks once for many calls within a minute', async () => {
  expect(await names.displayName('alice')).toBe('Alice');
  expect(await names.userExists('alice')).toBe(true);
  expect(asked).toBe(1);
});

it('remembers likewise whose voicemail is on', async () => {
  expect([await names.voicemailOn('alice'), await names.voicemailOn('alice')]).toEqual([true, true]);
  expect(await names.voicemailOn('bob')).toBe(false);
  expect(asked).toBe(2);
  away = true;
  nowMs = 60_000;
  expect(await names.voicemailOn('alice')).toBe(true);
});

it('notices at once that a user was removed or added when it hears of it', async () => {
  expect(await names.userExists('alice')).toBe(true);
  expect(await names.userExists('bob')).toBe(false);
  users.delete('alice');
  users.set('bob', 'Bob');
  names.forget();
  expect(await names.userExists('alice')).toBe(false);
  expect(await names.userExists('bob')).toBe(true);
});

it('does not believe an answer that was on its way when users changed', async () => {
  const early = names.userExists('bob');
  users.set('bob', 'Bob');
  names.forget();
  expect(await early).toBe(false);
  expect(await names.userExists('bob')).toBe(true);
});

it('knows what it forgot while the database is away', async () => {
  await names.displayName('alice');
  names.forget();
  away = true;
  expect(await names.displayName('alice')).toBe('Alice');
});

it('notices within a minute that a user was removed of whom nobody tells, and within two seconds that one was added', async () => {
  expect(await names.userExists('alice')).toBe(true);
  expect(await names.userExists('bob')).toBe(false);
  users.delete('alice');
  users.set('bob', 'Bob');
  nowMs = 2_000;
  expect(await names.userExists('alice')).toBe(true);
  expect(await names.userExists('bob')).toBe(true);
  nowMs = 60_000;
  expect(await names.userExists('alice')).toBe(false);
});

it('lets calls go on for an hour while the database is away, but knows nobody new', async () => {
  await names.displayName('alice');
  away = true;
  nowMs = 3_599_000;
  expect(await names.displayName('alice')).toBe('Alice');
  await expect(names.displayName('bob')).rejects.toThrow(/away/);
  nowMs = 3_600_000;
  await expect(names.displayName('alice')).rejects.toThrow(/away/);
});
