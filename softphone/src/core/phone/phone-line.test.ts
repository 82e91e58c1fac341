import { ApiFailure } from '@tandem/api-client';
import type { DeviceCredentials } from '@tandem/api-types';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeCallEngine } from '../../testing/fake-call-engine.ts';
import { deviceName } from './device-name.ts';
import { PhoneLine } from './phone-line.ts';

const credentialsOf = (id: string): DeviceCredentials => ({
  device: { id, name: 'Chrome on Linux', platform: 'web', createdAt: '2026-01-01T00:00:00.000Z' },
  sip: {
    uri: 'sip:alice@example.com',
    displayName: 'Alice',
    authorizationUsername: `alice.${id}`,
    password: 'secret',
    realm: 'tandem',
    webSocketPath: '/sip',
    registerExpiresSeconds: 600,
    iceServers: [],
  },
});

let apiDown: boolean;
let forgotten: number;
let engines: FakeCallEngine[];
let usedDevices: string[];
let line: PhoneLine;

beforeEach(() => {
  vi.useFakeTimers();
  apiDown = false;
  forgotten = 0;
  engines = [];
  usedDevices = [];
  line = new PhoneLine({
    account: {
      async deviceCredentials() {
        if (apiDown) throw new ApiFailure(0, 'network', 'The server cannot be reached.');
        return credentialsOf(`device-${forgotten}`);
      },
      forgetDevice: () => {
        forgotten++;
      },
    },
    device: { name: 'Chrome on Linux', platform: 'web' },
    createEngine: async ({ device }) => {
      usedDevices.push(device.id);
      const engine = new FakeCallEngine();
      engines.push(engine);
      return engine;
    },
    now: Date.now,
  });
});

afterEach(async () => {
  await line.close();
  vi.useRealTimers();
});

test('a signed-in person has a phone that registers', async () => {
  await line.open();
  expect(line.state).toMatchObject({ kind: 'open', engine: engines[0] });
  expect(engines[0]?.registration()).toEqual({ kind: 'registered' });
});

test('while the server is away the phone says why and tries again by itself', async () => {
  apiDown = true;
  await line.open();
  expect(line.state).toMatchObject({ kind: 'failed', reason: 'The server cannot be reached.' });
  apiDown = false;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(line.state.kind).toBe('open');
});

test('a device that was removed on the server gets new credentials, once', async () => {
  await line.open();
  const refused = { kind: 'failed', reason: 'Refused.', credentialsRefused: true } as const;
  engines[0]?.becomes(refused);
  await vi.advanceTimersByTimeAsync(0);
  expect(usedDevices).toEqual(['device-0', 'device-1']);
  expect(engines[0]?.stopped).toBe(true);
  engines[1]?.becomes(refused);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(usedDevices).toHaveLength(2);
  expect(engines[1]?.registration()).toEqual(refused);
});

test('after signing out nothing is opened any more', async () => {
  apiDown = true;
  await line.open();
  await line.close();
  apiDown = false;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(engines).toEqual([]);
});

test.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    'Chrome on Linux',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1',
    'Safari on iOS',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Windows'],
  ['curl', 'Browser on an unknown system'],
])('%s is called "%s"', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});
