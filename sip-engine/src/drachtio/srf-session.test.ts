import type Srf from 'drachtio-srf';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { engineClock } from '../testing/engine-clock.ts';
import { type SipPeer, sdpOf } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;
let caller: SipPeer;
const ends: string[] = [];

beforeEach(async () => {
  vi.useFakeTimers(engineClock);
  ends.length = 0;
  engine = await TestEngine.start();
  caller = await engine.udpPeer();
});

afterEach(async () => {
  vi.useRealTimers();
  await engine.stop();
});

/** A call that the application answers with these headers. */
async function answered(
  headers: Record<string, string>,
  offered: Record<string, string> = {},
): Promise<{ invite: SipRequest; answer: SipResponse }> {
  const srf = await engine.inMemory();
  srf.invite(async (req, res) => {
    const dialog = await srf.createUAS(req, res, { localSdp: sdpOf('engine'), headers });
    dialog.once('destroy', (_bye: Srf.SrfResponse, ...rest: unknown[]) => ends.push(String(rest[0])));
  });
  const uri = `sip:bob@127.0.0.1:${engine.port('udp')}`;
  const invite = caller.request('INVITE', uri, offered, sdpOf('caller'));
  caller.send(invite);
  const answer = await caller.takeResponse(200);
  caller.send(caller.inDialog(invite, answer, 'ACK', 1));
  await ping(invite, answer, 2);
  return { invite, answer };
}

/** All that was sent before has arrived when this is answered. */
async function ping(invite: SipRequest, answer: SipResponse, cseq: number): Promise<void> {
  caller.send(caller.inDialog(invite, answer, 'INFO', cseq));
  await caller.takeResponse(200, 'INFO');
}

describe('a session with a timer', () => {
  test('is refreshed by the engine when the application promised it', async () => {
    await answered({ 'Session-Expires': '90;refresher=uas' });
    vi.advanceTimersByTime(45_000);
    const refresh = await caller.takeRequest('INVITE');
    expect(refresh.headers.get('Session-Expires')).toBe('90;refresher=uac');
    expect(refresh.body.toString()).toBe(sdpOf('engine'));
    caller.respond(refresh, 200, {
      body: sdpOf('caller'),
      headers: { 'Session-Expires': '90;refresher=uac' },
    });
    expect((await caller.takeRequest('ACK')).headers.get('CSeq')).toBe('2 ACK');
    vi.advanceTimersByTime(45_000);
    await caller.takeRequest('INVITE');
    expect(ends).toEqual([]);
  });

  test('ends when the peer refuses the refresh', async () => {
    await answered({ 'Session-Expires': '90;refresher=uas' });
    vi.advanceTimersByTime(45_000);
    caller.respond(await caller.takeRequest('INVITE'), 481);
    caller.respond(await caller.takeRequest('BYE'), 200);
    await expect.poll(() => ends).toEqual(['Session timer expired']);
  });

  test('ends when the peer promised to refresh it and does not', async () => {
    const { answer } = await answered({}, { 'Session-Expires': '90;refresher=uac', Supported: 'timer' });
    expect(answer.headers.get('Session-Expires')).toBe('90;refresher=uac');
    vi.advanceTimersByTime(60_000);
    const bye = await caller.takeRequest('BYE');
    expect(bye.headers.get('Reason')).toContain('Session timer expired');
    await expect.poll(() => ends).toEqual(['Session timer expired']);
  });

  test('goes on when the peer refreshes it', async () => {
    const { invite, answer } = await answered(
      {},
      { 'Session-Expires': '90;refresher=uac', Supported: 'timer' },
    );
    vi.advanceTimersByTime(50_000);
    const refresh = caller.inDialog(invite, answer, 'INVITE', 3, sdpOf('caller'));
    refresh.headers.append('Session-Expires', '90;refresher=uac');
    caller.send(refresh);
    expect((await caller.takeResponse(200, 'INVITE')).headers.get('Session-Expires')).toBe(
      '90;refresher=uac',
    );
    caller.send(caller.inDialog(invite, answer, 'ACK', 3));
    await ping(invite, answer, 4);
    vi.advanceTimersByTime(50_000);
    await ping(invite, answer, 5);
    expect(ends).toEqual([]);
  });
});
