import type { DeviceCredentials, DirectoryEntry, HistoryCall } from '@tandem/api-types';
import { act, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { Phone } from '../app/hooks/use-phone.ts';
import { PhoneContext } from '../app/hooks/use-phone.ts';
import { DirectoryFeed } from '../core/directory/directory-feed.ts';
import { HistoryFeed } from '../core/history/history-feed.ts';
import { PhoneLine } from '../core/phone/phone-line.ts';
import { TonePlayer } from '../core/sound/tones.ts';
import { fakeAccount } from './fake-account.ts';
import { FakeCallEngine } from './fake-call-engine.ts';
import { silentAudioContext } from './silent-audio-context.ts';

const credentials: DeviceCredentials = {
  device: { id: 'd', name: 'Test browser', platform: 'web', createdAt: '2026-01-01T00:00:00.000Z' },
  sip: {
    uri: 'sip:alice@example.com',
    displayName: 'Alice',
    authorizationUsername: 'alice.d',
    password: 'secret',
    realm: 'tandem',
    webSocketPath: '/sip',
    registerExpiresSeconds: 600,
    iceServers: [],
  },
};

const people: DirectoryEntry[] = [
  {
    username: 'alice',
    displayName: 'Alice Ferreira',
    addressOfRecord: 'sip:alice@example.com',
    reachable: true,
  },
  { username: 'bob', displayName: 'Bob Lindqvist', addressOfRecord: 'sip:bob@example.com', reachable: true },
];

export interface TestPhone {
  readonly engine: FakeCallEngine;
  /** What the API answers; a test may change it. */
  readonly server: { calls: HistoryCall[]; broken: boolean };
}

/** Renders screens of a signed-in person on a fake engine and a fake API. */
export async function renderWithPhone(screens: ReactNode): Promise<TestPhone> {
  const engine = new FakeCallEngine();
  const server: TestPhone['server'] = { calls: [], broken: false };
  const account = fakeAccount((url) => {
    if (server.broken) return null;
    return url.pathname.endsWith('/directory')
      ? { entries: people }
      : { calls: server.calls, nextCursor: null };
  });
  const line = new PhoneLine({
    account: { deviceCredentials: async () => credentials, forgetDevice: () => undefined },
    device: { name: 'Test browser', platform: 'web' },
    createEngine: async () => engine,
    now: Date.now,
  });
  const phone: Phone = {
    user: {
      id: '1',
      username: 'alice',
      displayName: 'Alice Ferreira',
      role: 'user',
      addressOfRecord: 'sip:alice@example.com',
    },
    line,
    history: new HistoryFeed(account),
    directory: new DirectoryFeed(account, 'alice'),
    tones: new TonePlayer(silentAudioContext),
    signOut: () => undefined,
  };
  await act(async () => {
    render(<PhoneContext value={phone}>{screens}</PhoneContext>);
    await line.open();
    await phone.directory.refresh();
  });
  return { engine, server };
}
