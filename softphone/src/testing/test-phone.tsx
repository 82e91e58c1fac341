import type { DeviceCredentials, DirectoryEntry, HistoryCall } from '@tandem/api-types';
import type { VoicemailMessage } from '@tandem/api-types/voicemail';
import { act, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { Phone } from '../app/hooks/use-phone.ts';
import { PhoneContext } from '../app/hooks/use-phone.ts';
import { DirectoryFeed } from '../core/directory/directory-feed.ts';
import { createHistoryFeed } from '../core/history/history-feed.ts';
import { MissedCalls } from '../core/history/missed-calls.ts';
import { PhoneLine } from '../core/phone/phone-line.ts';
import { TonePlayer } from '../core/sound/tones.ts';
import { MessagePlayer } from '../core/voicemail/message-player.ts';
import { VoicemailFeed } from '../core/voicemail/voicemail-feed.ts';
import { fakeAccount } from './fake-account.ts';
import { FakeAudio } from './fake-audio.ts';
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
  readonly server: { calls: HistoryCall[]; missed: number; messages: VoicemailMessage[]; broken: boolean };
  /** What messages are played with. */
  readonly audio: FakeAudio;
}

/** Renders screens of a signed-in person on a fake engine and a fake API. */
export async function renderWithPhone(screens: ReactNode): Promise<TestPhone> {
  const engine = new FakeCallEngine();
  const server: TestPhone['server'] = { calls: [], missed: 0, messages: [], broken: false };
  const audio = new FakeAudio();
  const account = fakeAccount((url, method) => {
    if (server.broken) return null;
    if (url.pathname.endsWith('/directory')) return { entries: people };
    if (url.pathname.includes('/calls/missed')) {
      if (method === 'PUT') server.missed = 0;
      return { count: server.missed };
    }
    if (url.pathname.includes('/voicemail')) return answerOfMailbox(server.messages, url.pathname, method);
    return { calls: server.calls, nextCursor: null };
  });
  const line = new PhoneLine({
    account: { deviceCredentials: async () => credentials, forgetDevice: () => undefined },
    device: { name: 'Test browser', platform: 'web' },
    createEngine: async () => engine,
    now: Date.now,
  });
  const history = createHistoryFeed(account);
  const voicemail = new VoicemailFeed(account);
  const player = new MessagePlayer({
    createAudio: () => audio,
    sound: (id) => voicemail.sound(id),
    urls: { createObjectURL: () => 'blob:message', revokeObjectURL: () => undefined },
    onPlayed: (id) => void voicemail.mark(id, true),
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
    history,
    missed: new MissedCalls(account, () => void history.refresh()),
    voicemail,
    player,
    directory: new DirectoryFeed(account, 'alice'),
    tones: new TonePlayer(silentAudioContext),
    signOut: () => undefined,
  };
  await act(async () => {
    render(<PhoneContext value={phone}>{screens}</PhoneContext>);
    await line.open();
    await phone.directory.refresh();
  });
  return { engine, server, audio };
}

/** A mailbox that keeps what is done to it. */
function answerOfMailbox(messages: VoicemailMessage[], path: string, method: string): unknown {
  if (path.endsWith('/count')) {
    const inBox = messages.filter(({ deletedAt }) => deletedAt === null);
    return { new: inBox.filter(({ heardAt }) => heardAt === null).length, total: inBox.length };
  }
  if (path.endsWith('/settings')) return { takesMissedCalls: method === 'PUT' };
  if (path.endsWith('/sound')) return 'RIFF';
  const at = '2026-01-02T10:00:00.000Z';
  const place = messages.findIndex(({ id }) => path.includes(id));
  const message = messages[place];
  if (!message) return { messages: messages.filter(({ deletedAt }) => deletedAt === null), nextCursor: null };
  const changed =
    method === 'PATCH'
      ? { ...message, heardAt: message.heardAt === null ? at : null }
      : { ...message, deletedAt: method === 'DELETE' ? at : null };
  messages[place] = changed;
  return changed;
}
