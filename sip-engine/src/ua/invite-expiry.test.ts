import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { engineClock } from '../testing/engine-clock.ts';
import type { SipPeer } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;
let phone: SipPeer;
/** Of the cancelled INVITEs, in order. */
let cancels: (string | undefined)[];

beforeEach(async () => {
  vi.useFakeTimers(engineClock);
  engine = await TestEngine.start();
  phone = await engine.udpPeer();
  cancels = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await engine.stop();
});

/** They ring; the user `answers` answers at once. */
const applications: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'an application over the drachtio protocol',
    async () => {
      const srf = await engine.inMemory();
      srf.invite((req, res) => {
        req.on('cancel', (cancel) => cancels.push(cancel.get('Reason')));
        res.send(req.uri.includes('answers') ? 200 : 180);
      });
    },
  ],
  [
    'native calls',
    async () => {
      engine.engine.calls.use('invite', (request, response) => {
        request.on('cancel', (cancel) => cancels.push(cancel.get('Reason')));
        response.send(request.uri.includes('answers') ? 200 : 180, '');
      });
    },
  ],
];

const invite = (user: string, expires: string) =>
  phone.request('INVITE', `sip:${user}@example.com`, { Expires: expires });

describe.each(applications)('with %s', (_application, ring) => {
  beforeEach(ring);

  test.each([0, 90])('an INVITE that rings is over when its Expires of %i s has passed', async (seconds) => {
    phone.send(invite('rings', String(seconds)));
    await phone.takeResponse(180, 'INVITE');
    vi.advanceTimersByTime(Math.max(0, seconds * 1000 - 1000));
    expect(cancels).toEqual([]);
    vi.advanceTimersByTime(1010);
    await phone.takeResponse(487, 'INVITE');
    await expect.poll(() => cancels).toEqual(['SIP;cause=487;text="Expires has passed"']);
  });

  test('one that was answered in time stays up, and one without a number rings on', async () => {
    const answered = invite('answers', '90');
    phone.send(answered);
    phone.send(phone.inDialog(answered, await phone.takeResponse(200, 'INVITE'), 'ACK', 1));
    phone.send(invite('rings', 'soon'));
    await phone.takeResponse(180, 'INVITE');
    phone.send(invite('rings', '90'));
    await phone.takeResponse(180, 'INVITE');
    vi.advanceTimersByTime(91_000);
    await phone.takeResponse(487, 'INVITE');
    await expect.poll(() => cancels).toHaveLength(1);
    expect(phone.received.some((message) => message.kind === 'request')).toBe(false);
    const dialogs = engine.engine.metrics().find(({ name }) => name === 'sip_dialogs_active');
    expect(dialogs?.values.reduce((sum, { value }) => sum + value, 0)).toBe(2);
  });
});
