import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sdp } from './testing/sip-text.ts';
import { useTestSystem } from './testing/use-test-system.ts';

const used = useTestSystem();

/** A system whose waits pass when the test says so; sockets and promises run as ever. */
async function withStoppedClock(flowGraceMs: number): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await used.restart({ flowGraceMs });
}

describe('a browser', () => {
  it('calls and is called over its WebSocket', async () => {
    const alice = await used.system.browser('alice');
    const bob = await used.system.browser('bob');
    const a = alice.invite('bob', { body: sdp(4000).replace('RTP/AVP', 'UDP/TLS/RTP/SAVPF') });
    const invite = await bob.take('INVITE');
    expect(invite.body).toContain('x-relay:offer by caller webrtc>webrtc');
    bob.reply(invite, 200, { body: sdp(5000) });
    await a.confirm();
    await bob.take('ACK');
    const b = bob.dialogOf(invite);
    b.request('BYE');
    alice.reply(await alice.take('BYE'), 200);
    await used.record();
  });

  it('that closes while it calls stops the ringing', async () => {
    const alice = await used.system.browser('alice');
    const bob = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    alice.close();
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    expect(await used.record()).toMatchObject({
      reason: expect.stringMatching(/^leg-lost/),
      answeredAtMs: null,
    });
  });

  it('that closes while it is called is unreachable', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.browser('bob');
    alice.invite('bob', { body: sdp(4000) });
    await bob.take('INVITE');
    bob.close();
    await alice.take(480);
    expect(await used.record()).toMatchObject({ outcome: 'unreachable' });
  });

  it('that is closed already is unreachable', async () => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.browser('bob');
    const closed = new Promise((resolve) => used.system.onFlowClosed(resolve));
    bob.close();
    await closed;
    alice.invite('bob', { body: sdp(4000) });
    await alice.take(480);
    expect(await used.record()).toMatchObject({ outcome: 'unreachable' });
  });

  it('that closes during a call ends it after a while', async () => {
    await withStoppedClock(60_000);
    const alice = await used.system.phone('alice');
    const bob = await used.system.browser('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 200, { body: sdp(5000) });
    await a.confirm();
    await bob.take('ACK');
    const closed = new Promise((resolve) => used.system.onFlowClosed(resolve));
    bob.close();
    await closed;
    vi.advanceTimersByTime(59_999);
    expect(used.system.calls.active()).toMatchObject([{ state: 'answered' }]);
    vi.advanceTimersByTime(1);
    alice.reply(await alice.take('BYE'), 200);
    expect(await used.record()).toMatchObject({
      outcome: 'answered',
      hungUpBy: 'system',
      reason: expect.stringMatching(/^leg-lost: .*callee/),
    });
  });

  it('that comes back over another connection goes on with its call', async () => {
    await withStoppedClock(60_000);
    const alice = await used.system.phone('alice');
    const bob = await used.system.browser('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 200, { body: sdp(5000) });
    await a.confirm();
    await bob.take('ACK');
    bob.close();
    await bob.connect();
    const b = bob.dialogOf(invite);
    b.request('INVITE', { body: sdp(5002) });
    alice.reply(await alice.take('INVITE'), 200, { body: sdp(4000) });
    await bob.take(200);
    b.ack();
    vi.advanceTimersByTime(120_000);
    expect(used.system.calls.active()).toMatchObject([{ state: 'answered' }]);
    a.request('BYE');
    bob.reply(await bob.take('BYE'), 200);
    expect(await used.record()).toMatchObject({ outcome: 'answered', hungUpBy: 'caller' });
  });
});
