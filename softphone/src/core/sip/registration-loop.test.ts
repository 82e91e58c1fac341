import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RegisterOutcome, RegistrationLoop, type SignallingLink } from './registration-loop.ts';

/** A registrar that does what the test says. */
class ScriptedLink implements SignallingLink {
  reachable = true;
  outcome: RegisterOutcome = { kind: 'accepted', expiresSeconds: 100 };
  readonly did: string[] = [];

  async connect(): Promise<void> {
    this.did.push('connect');
    if (!this.reachable) throw new Error('The server cannot be reached.');
  }

  async register(): Promise<RegisterOutcome> {
    this.did.push('register');
    return this.outcome;
  }

  async unregister(): Promise<void> {
    this.did.push('unregister');
  }

  drop(): void {
    this.did.push('drop');
  }

  count(what: string): number {
    return this.did.filter((deed) => deed === what).length;
  }
}

let link: ScriptedLink;
let online: boolean;
let returns: boolean[];
let loop: RegistrationLoop;

beforeEach(() => {
  vi.useFakeTimers();
  link = new ScriptedLink();
  online = true;
  returns = [];
  loop = new RegistrationLoop({
    link,
    online: () => online,
    now: Date.now,
    random: () => 1,
    onRegistered: (again) => returns.push(again),
  });
});

afterEach(async () => {
  await loop.stop();
  vi.useRealTimers();
});

const wait = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

test('a phone registers and refreshes before its registration expires', async () => {
  loop.start();
  expect(loop.state).toEqual({ kind: 'connecting' });
  await wait(0);
  expect(loop.state).toEqual({ kind: 'registered' });
  await wait(79_000);
  expect(link.count('register')).toBe(1);
  await wait(2_000);
  expect(link.count('register')).toBe(2);
  expect(link.count('connect')).toBe(1);
  expect(loop.state).toEqual({ kind: 'registered' });
});

test('the pauses between attempts grow to half a minute and no further', async () => {
  link.reachable = false;
  loop.start();
  await wait(0);
  const pauses: number[] = [];
  for (let attempt = 0; attempt < 8; attempt++) {
    const state = loop.state;
    const pauseMs =
      state.kind === 'reconnecting' && state.retryAtMs !== null ? state.retryAtMs - Date.now() : -1;
    pauses.push(pauseMs / 1000);
    await wait(pauseMs);
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
});

test('a lost connection is seen at once, and the return is told apart from the first registration', async () => {
  loop.start();
  await wait(0);
  loop.lost('The connection was lost.');
  expect(loop.state).toMatchObject({ kind: 'reconnecting', reason: 'The connection was lost.' });
  await wait(1_000);
  expect(loop.state).toEqual({ kind: 'registered' });
  expect(returns).toEqual([false, true]);
});

test('the person need not wait for the end of a pause', async () => {
  link.reachable = false;
  loop.start();
  await wait(10_000);
  link.reachable = true;
  loop.retryNow();
  await wait(0);
  expect(loop.state).toEqual({ kind: 'registered' });
});

describe('when the page or the network comes back', () => {
  test('a waiting phone connects at once', async () => {
    link.reachable = false;
    loop.start();
    await wait(10_000);
    link.reachable = true;
    loop.wake();
    await wait(0);
    expect(loop.state).toEqual({ kind: 'registered' });
  });

  test('a registration that only looks alive is found out', async () => {
    loop.start();
    await wait(0);
    link.outcome = { kind: 'unanswered' };
    loop.wake();
    await wait(0);
    expect(loop.state).toMatchObject({ kind: 'reconnecting', reason: 'The server does not answer.' });
  });
});

test('without a network the phone says that it is offline, and comes back with the network', async () => {
  loop.start();
  await wait(0);
  online = false;
  link.reachable = false;
  loop.sleep();
  expect(loop.state).toMatchObject({ kind: 'offline' });
  online = true;
  link.reachable = true;
  loop.wake();
  await wait(0);
  expect(loop.state).toEqual({ kind: 'registered' });
});

describe('a refusal', () => {
  test('of the password stops the attempts until the person asks', async () => {
    link.outcome = { kind: 'refused', status: 403, reason: 'Forbidden', retryAfterSeconds: null };
    loop.start();
    await wait(300_000);
    expect(loop.state).toMatchObject({ kind: 'failed', credentialsRefused: true });
    expect(link.count('register')).toBe(1);
    link.outcome = { kind: 'accepted', expiresSeconds: 100 };
    loop.retryNow();
    await wait(0);
    expect(loop.state).toEqual({ kind: 'registered' });
  });

  test('with a Retry-After is tried again after that time', async () => {
    link.outcome = { kind: 'refused', status: 503, reason: 'Service Unavailable', retryAfterSeconds: 20 };
    loop.start();
    await wait(19_000);
    expect(link.count('register')).toBe(1);
    await wait(2_000);
    expect(link.count('register')).toBe(2);
  });
});

test('signing out unregisters, and nothing happens after it', async () => {
  loop.start();
  await wait(0);
  await loop.stop();
  expect(link.did.slice(-2)).toEqual(['unregister', 'drop']);
  expect(loop.state).toMatchObject({ kind: 'offline' });
  loop.wake();
  loop.lost('late');
  await wait(600_000);
  expect(link.count('connect')).toBe(1);
});

test('an answer that comes after signing out changes nothing', async () => {
  let answer: (outcome: RegisterOutcome) => void = () => undefined;
  link.register = () => new Promise((resolve) => (answer = resolve));
  loop.start();
  await wait(0);
  await loop.stop();
  answer({ kind: 'accepted', expiresSeconds: 100 });
  await wait(0);
  expect(loop.state).toMatchObject({ kind: 'offline' });
});
