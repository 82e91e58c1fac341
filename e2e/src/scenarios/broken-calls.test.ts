import { freezeProcess } from '@tandem/sql/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Baresip, type BaresipOptions } from '../peers/baresip.ts';
import { stillAlive } from '../peers/process-tree.ts';
import { headerOf, RawSip, statusOf } from '../peers/raw-sip.ts';
import { Tandem } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';
import { expectToneIn, HIGH, LOW, steady } from './hearing.ts';

let tandem: Tandem;

beforeAll(async () => {
  tandem = await Tandem.start();
});

afterAll(() => tandem?.stop());

type Cleanup = (stop: () => Promise<void>) => void;

async function phone(
  onTestFinished: Cleanup,
  username: string,
  hertz: number,
  transport: BaresipOptions['transport'] = 'udp',
) {
  const user = await tandem.addUser(username);
  const baresip = await Baresip.start({
    username,
    says: steady(hertz),
    transport,
    account: { domain: tandem.sipAddress, password: user.password },
  });
  onTestFinished(() => baresip.stop());
  return { user, baresip };
}

/** Somebody calls somebody, and both hear each other. */
async function talkingPair(
  onTestFinished: Cleanup,
  [callerName, calleeName]: readonly [string, string],
  calleeTransport: BaresipOptions['transport'] = 'udp',
) {
  const [{ baresip: caller }, { baresip: callee }] = await Promise.all([
    phone(onTestFinished, callerName, LOW),
    phone(onTestFinished, calleeName, HIGH, calleeTransport),
  ]);
  await call(caller, callee);
  return { caller, callee };
}

async function call(caller: Baresip, callee: Baresip): Promise<void> {
  const from = [caller.events.length, callee.events.length];
  await caller.dial(`sip:${callee.username}@${tandem.sipAddress}`);
  await Promise.all([
    caller.event('CALL_ESTABLISHED', from[0]),
    callee.event('CALL_ESTABLISHED', from[1]),
    expectToneIn(() => caller.heard(), HIGH, 0.5),
    expectToneIn(() => callee.heard(), LOW, 0.5),
  ]);
}

const rtpengine = async () => {
  const found = (await tandem.children()).find(({ command }) => command.startsWith('rtpengine'));
  if (!found) throw new Error('the system runs no rtpengine of its own');
  return found;
};

describe.concurrent('when the callee dies in the middle of a call', () => {
  test('and its connection with it, the caller is hung up and the record says why', async ({
    onTestFinished,
  }) => {
    const { caller, callee } = await talkingPair(onTestFinished, ['a1', 'b1'], 'tcp');
    callee.kill();
    await caller.event('CALL_CLOSED');
    expect(await tandem.callRecord('a1', 'b1')).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'system',
      reason: expect.stringMatching(/disappeared|lost|unreachable/i),
    });
  });

  test('without a trace over UDP, the caller can hang up at once and the record is written', async ({
    onTestFinished,
  }) => {
    const { caller, callee } = await talkingPair(onTestFinished, ['a2', 'b2']);
    callee.kill();
    await caller.hangUp();
    await caller.event('CALL_CLOSED');
    expect(await tandem.callRecord('a2', 'b2')).toMatchObject({ outcome: 'answered', hungUpBy: 'caller' });
  });
});

describe('when the media relay', () => {
  test('is killed in the middle of a call, the call ends on both sides, the record says why, and the next call works', async ({
    onTestFinished,
  }) => {
    const { caller, callee } = await talkingPair(onTestFinished, ['a3', 'b3']);
    const before = await rtpengine();
    process.kill(before.pid, 'SIGKILL');
    await Promise.all([caller.event('CALL_CLOSED'), callee.event('CALL_CLOSED')]);
    expect(await tandem.callRecord('a3', 'b3')).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'system',
      reason: expect.stringMatching(/media relay/i),
    });
    await until('the media relay to be back', async () => (await tandem.health()).components.mediaRelay.up);
    expect(await stillAlive([before])).toEqual([]);
    await call(caller, callee);
    await caller.hangUp();
    await tandem.callRecord('a3', 'b3', { count: 2 });
  });

  test('does not answer, a call gets 503 and a time to try again, and afterwards calls work', async ({
    onTestFinished,
  }) => {
    const [{ baresip: caller, user }, { baresip: callee }] = await Promise.all([
      phone(onTestFinished, 'a4', LOW),
      phone(onTestFinished, 'b4', HIGH),
    ]);
    const { pid } = await rtpengine();
    const peer = await RawSip.start(tandem.sipAddress);
    await freezeProcess(pid);
    try {
      const answer = await peer.requestAs(
        user,
        {
          method: 'INVITE',
          uri: `sip:b4@${tandem.sipAddress}`,
          from: 'sip:a4@127.0.0.1',
          body: {
            type: 'application/sdp',
            text: 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9000 RTP/AVP 0\r\n',
          },
        },
        15_000,
      );
      expect(statusOf(answer)).toBe(503);
      expect(Number(headerOf(answer, 'Retry-After'))).toBeGreaterThan(0);
      expect(await tandem.callRecord('a4', 'b4')).toMatchObject({ outcome: 'failed', sipStatus: 503 });
    } finally {
      peer.stop();
      // A supervisor may have replaced it meanwhile.
      if ((await tandem.children()).some((child) => child.pid === pid)) process.kill(pid, 'SIGCONT');
    }
    await until('the media relay to be back', async () => (await tandem.health()).components.mediaRelay.up);
    await call(caller, callee);
    await caller.hangUp();
  });
});
