import { engineClock } from '@tandem/sip-engine/testing/engine-clock';
import { TestEngine } from '@tandem/sip-engine/testing/test-engine';
import { afterEach, expect, it, vi } from 'vitest';
import { Carrier } from '../testing/carrier.ts';
import { sendTrunkRequest, toRequestPort } from './trunk-request.ts';

afterEach(() => {
  vi.useRealTimers();
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
      hop: {
        gateway: 'carrier',
        priority: 1,
        weight: 1,
        requestHost: 'carrier.example',
        nextHop: `sip:127.0.0.1:${carrier.port};transport=udp`,
        addresses: ['127.0.0.1'],
        srv: null,
      },
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
