import { engineClock } from '@tandem/sip-engine/testing/engine-clock';
import { TestEngine } from '@tandem/sip-engine/testing/test-engine';
import { afterEach, expect, it, vi } from 'vitest';
import type { Hop } from '../gateways/hops.ts';
import { Carrier } from '../testing/carrier.ts';
import { type RequestPort, sendTrunkRequest, toRequestPort } from './trunk-request.ts';

afterEach(() => {
  vi.useRealTimers();
});

const hopTo = (port: number): Hop => ({
  gateway: 'carrier',
  priority: 1,
  weight: 1,
  requestHost: 'carrier.example',
  nextHop: `sip:127.0.0.1:${port};transport=udp`,
  addresses: ['127.0.0.1'],
  srv: null,
});

it('a request that nobody answered in time is not repeated any more', async ({ onTestFinished }) => {
  vi.useFakeTimers(engineClock);
  const engine = await TestEngine.start();
  const carrier = await Carrier.open();
  onTestFinished(async () => {
    await engine.stop();
    await carrier.close();
  });
  carrier.answer = () => null;
  const port = toRequestPort(await engine.inMemory());
  const ask = () =>
    sendTrunkRequest(port, {
      method: 'OPTIONS',
      uri: 'sip:carrier.example',
      hop: hopTo(carrier.port),
      headers: { From: '<sip:ping@localhost>' },
      account: null,
      timeoutMs: 8000,
    });
  const first = ask();
  await carrier.nth('OPTIONS', 1);
  for (let step = 0; step < 16; step += 1) await vi.advanceTimersByTimeAsync(500);
  expect(await first).toMatchObject({ status: null, reason: 'nothing came back within 8 s' });
  for (let step = 0; step < 60; step += 1) await vi.advanceTimersByTimeAsync(500);
  // Whatever was sent before it has come before it.
  const second = ask();
  await carrier.nth('OPTIONS', 2);
  const copies = carrier.received.filter(({ text }) => text === carrier.received[0]?.text);
  // At 0, 0.5, 1.5, 3.5 and 7.5 seconds (RFC 3261 §17.1.2.2).
  expect(copies.length).toBe(5);
  await vi.advanceTimersByTimeAsync(8000);
  await second;
});

it('one whose engine went away meanwhile ends at its time like any other', async () => {
  vi.useFakeTimers();
  const gone: RequestPort = {
    request(_uri, _options, sent) {
      sent(null, {
        on: () => undefined,
        cancel: () => {
          throw new Error('the socket is closed');
        },
      });
    },
  };
  const answer = sendTrunkRequest(gone, {
    method: 'OPTIONS',
    uri: 'sip:carrier.example',
    hop: hopTo(5060),
    headers: { From: '<sip:ping@localhost>' },
    account: null,
    timeoutMs: 8000,
  });
  await vi.advanceTimersByTimeAsync(8000);
  expect(await answer).toMatchObject({ status: null, reason: 'nothing came back within 8 s' });
});
