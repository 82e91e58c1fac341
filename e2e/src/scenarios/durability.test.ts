import { describe, expect, test } from 'vitest';
import { Baresip } from '../peers/baresip.ts';
import { Database } from '../peers/database.ts';
import { stillAlive } from '../peers/process-tree.ts';
import { headerOf, RawSip, statusOf } from '../peers/raw-sip.ts';
import { Tandem, type TandemUser } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';
import { expectToneIn, HIGH, LOW, steady } from './hearing.ts';

type Cleanup = (stop: () => Promise<void>) => void;

async function system(onTestFinished: Cleanup, startDatabase?: () => Promise<Database>) {
  const tandem = await Tandem.start({}, startDatabase);
  onTestFinished(() => tandem.stop());
  const [alice, bob] = [await tandem.addUser('alice'), await tandem.addUser('bob')];
  const phone = async (user: TandemUser, hertz: number) => {
    const baresip = await Baresip.start({
      username: user.username,
      says: steady(hertz),
      account: { domain: tandem.sipAddress, password: user.password },
    });
    onTestFinished(() => baresip.stop());
    return baresip;
  };
  const [caller, callee] = [await phone(alice, LOW), await phone(bob, HIGH)];
  const call = async () => {
    const from = [caller.events.length, callee.events.length];
    await caller.dial(`sip:bob@${tandem.sipAddress}`);
    await Promise.all([caller.event('CALL_ESTABLISHED', from[0]), callee.event('CALL_ESTABLISHED', from[1])]);
  };
  return { tandem, alice, bob, caller, callee, call };
}

describe.concurrent('the system', () => {
  test('stopped by Ctrl-C leaves nothing running, and started again still knows every phone', async ({
    onTestFinished,
  }) => {
    const { tandem, call, caller } = await system(onTestFinished);
    expect(await tandem.interrupt()).toEqual({ code: 0, leftovers: [] });
    await tandem.startAgain();
    expect((await tandem.overview()).registeredBindings).toBe(2);
    await call();
    await caller.hangUp();
    await tandem.callRecord('alice', 'bob');
  });

  test('killed right after a call loses no record, and started again carries calls', async ({
    onTestFinished,
  }) => {
    const { tandem, call, caller, callee } = await system(onTestFinished);
    await call();
    await caller.hangUp();
    await callee.event('CALL_CLOSED');
    const children = await tandem.kill();
    await tandem.startAgain();
    expect(await tandem.callRecord('alice', 'bob')).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'caller',
    });
    await until('the old media relay to be gone', async () => (await stillAlive(children)).length === 0);
    await call();
    await caller.hangUp();
    await tandem.callRecord('alice', 'bob', { count: 2 });
  });

  test('whose database is away carries running calls on, keeps their records and refuses new registrations', async ({
    onTestFinished,
  }) => {
    const { tandem, call, caller, callee, alice } = await system(onTestFinished, Database.startOwnMariaDb);
    await call();
    await tandem.database.freeze();
    try {
      await expectRegistrationsRefused(tandem, alice);
      await Promise.all([
        expectToneIn(() => caller.heard(), HIGH, 1),
        expectToneIn(() => callee.heard(), LOW, 1),
      ]);
      await caller.hangUp();
      await callee.event('CALL_CLOSED');
    } finally {
      tandem.database.thaw();
    }
    expect(await tandem.callRecord('alice', 'bob', { timeoutMs: 30_000 })).toMatchObject({
      outcome: 'answered',
    });
  });
});

/** Until the system has noticed, it may trust its memory. */
async function expectRegistrationsRefused(tandem: Tandem, user: TandemUser) {
  const register = async () => {
    const peer = await RawSip.start(tandem.sipAddress);
    const from = `sip:${user.username}@127.0.0.1`;
    const answer = await peer.requestAs(user, { method: 'REGISTER', uri: 'sip:127.0.0.1', from }, 15_000);
    peer.stop();
    return answer;
  };
  const answer = await until(
    'a registration to be refused',
    async () => {
      const latest = await register();
      return statusOf(latest) === 503 && latest;
    },
    // Each that is accepted is one more phone, and a user may have ten.
    { timeoutMs: 10_000, pauseMs: 1000 },
  );
  expect(Number(headerOf(answer, 'Retry-After'))).toBeGreaterThan(0);
}
