import type { VoicemailMessage } from '@tandem/api-types/voicemail';
import { expect, test } from 'vitest';
import { fakeAccount } from '../../testing/fake-account.ts';
import { FakeAudio } from '../../testing/fake-audio.ts';
import { MessagePlayer } from './message-player.ts';
import { VoicemailFeed } from './voicemail-feed.ts';

const message = (id: string, change: Partial<VoicemailMessage> = {}): VoicemailMessage => ({
  id,
  caller: { uri: 'sip:bob@example.com', displayName: 'Bob' },
  receivedAt: `2026-01-02T10:00:${id.padStart(2, '0')}.000Z`,
  durationMs: 5000,
  bytes: 160_044,
  heardAt: null,
  deletedAt: null,
  ...change,
});

/** A mailbox whose cursor is a position in it. */
function mailboxWith(count: number) {
  const server = {
    messages: Array.from({ length: count }, (_, index) => message(String(count - index))),
    broken: false,
    refusing: false,
    lists: 0,
    /** What the deletion of each message waits for. */
    mayDelete: (_id: string) => Promise.resolve(),
  };
  const idIn = (url: URL) => url.pathname.split('/')[4] ?? '';
  const find = (url: URL) => server.messages.findIndex(({ id }) => idIn(url) === id);
  const feed = new VoicemailFeed(
    fakeAccount(async (url, method) => {
      if (method === 'DELETE') await server.mayDelete(idIn(url));
      if (server.broken || (server.refusing && method !== 'GET')) return null;
      const inBox = server.messages.filter(({ deletedAt }) => deletedAt === null);
      if (url.pathname.endsWith('/settings')) return { takesMissedCalls: method === 'PUT' };
      if (url.pathname.endsWith('/count')) {
        return { new: inBox.filter(({ heardAt }) => heardAt === null).length, total: inBox.length };
      }
      const place = find(url);
      const found = server.messages[place];
      if (found) {
        const at = '2026-01-03T10:00:00.000Z';
        const changed =
          method === 'PATCH'
            ? { ...found, heardAt: at }
            : { ...found, deletedAt: method === 'DELETE' ? at : null };
        server.messages[place] = changed;
        return changed;
      }
      server.lists += 1;
      const from = Number(url.searchParams.get('cursor') ?? 0);
      const to = from + Number(url.searchParams.get('limit'));
      return { messages: inBox.slice(from, to), nextCursor: to < inBox.length ? String(to) : null };
    }),
  );
  return { feed, server };
}

/** A promise and what fulfils it. */
function deferred() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve: () => resolve() };
}

const idsOf = (feed: VoicemailFeed) => feed.state.entries.map(({ id }) => id);

test('the mailbox comes page by page to its end, each message once', async () => {
  const { feed, server } = mailboxWith(30);
  await feed.refresh();
  expect(feed.state).toMatchObject({ loaded: true, hasMore: true, newCount: 30 });
  server.messages.unshift(message('99'));
  await feed.loadMore();
  expect(feed.state.hasMore).toBe(false);
  expect(new Set(idsOf(feed)).size).toBe(30);
});

test('a new message appears in the list that is open, and in the number of new ones', async () => {
  const { feed, server } = mailboxWith(1);
  await feed.refresh();
  await feed.refreshCount();
  expect(server.lists).toBe(1);
  server.messages.unshift(message('50'));
  await feed.refreshCount();
  expect(feed.state.newCount).toBe(2);
  expect(idsOf(feed)).toEqual(['50', '1']);
});

test('marking a message as heard is shown at once, and taken back when the server refuses', async () => {
  const { feed, server } = mailboxWith(2);
  await feed.refresh();
  const marking = feed.mark('1', true);
  expect(feed.state.newCount).toBe(1);
  await marking;
  expect(feed.state.entries.find(({ id }) => id === '1')?.heardAt).toBe('2026-01-03T10:00:00.000Z');
  server.refusing = true;
  await feed.mark('2', true);
  expect(feed.state).toMatchObject({ newCount: 1, error: 'The database does not answer.' });
  expect(feed.state.entries.find(({ id }) => id === '2')?.heardAt).toBeNull();
});

test('a deleted message goes at once and comes back to its place by undo', async () => {
  const { feed } = mailboxWith(3);
  await feed.refresh();
  await feed.remove('2');
  expect(idsOf(feed)).toEqual(['3', '1']);
  expect(feed.state).toMatchObject({ newCount: 2, deleted: { id: '2' } });
  await feed.restore();
  expect(idsOf(feed)).toEqual(['3', '2', '1']);
  expect(feed.state).toMatchObject({ newCount: 3, deleted: null });
});

test('an undo while the message is still being deleted comes after the deletion', async () => {
  const { feed, server } = mailboxWith(2);
  await feed.refresh();
  const { promise, resolve } = deferred();
  server.mayDelete = () => promise;
  const deleting = feed.remove('1');
  const restoring = feed.restore();
  resolve();
  await Promise.all([deleting, restoring]);
  expect(idsOf(feed)).toEqual(['2', '1']);
  expect(server.messages.every(({ deletedAt }) => deletedAt === null)).toBe(true);
});

test('a deletion that fails late leaves the undo of the next one', async () => {
  const { feed, server } = mailboxWith(3);
  await feed.refresh();
  const { promise, resolve } = deferred();
  server.mayDelete = (id) => (id === '1' ? promise : Promise.resolve());
  const failing = feed.remove('1');
  await feed.remove('2');
  server.refusing = true;
  resolve();
  await failing;
  expect(idsOf(feed)).toEqual(['3', '1']);
  expect(feed.state).toMatchObject({ error: 'The database does not answer.', deleted: { id: '2' } });
});

test('a message that the server does not delete is there again, with the reason', async () => {
  const { feed, server } = mailboxWith(2);
  await feed.refresh();
  server.refusing = true;
  await feed.remove('1');
  expect(idsOf(feed)).toEqual(['2', '1']);
  expect(feed.state).toMatchObject({ deleted: null, newCount: 2, error: 'The database does not answer.' });
});

test('the switch for missed calls falls back when the server does not take it', async () => {
  const { feed, server } = mailboxWith(0);
  await feed.refresh();
  expect(feed.state.takesMissedCalls).toBe(false);
  server.refusing = true;
  const switching = feed.takeMissedCalls(true);
  expect(feed.state.takesMissedCalls).toBe(true);
  await switching;
  expect(feed.state).toMatchObject({ takesMissedCalls: false, error: 'The database does not answer.' });
});

test('while the server is away the number of new messages stays as it was, without a word', async () => {
  const { feed, server } = mailboxWith(2);
  await feed.refreshCount();
  server.broken = true;
  await feed.refreshCount();
  expect(feed.state).toMatchObject({ newCount: 2, error: null });
});

function playerOn(sound: (id: string) => Promise<Blob>) {
  const audio = new FakeAudio();
  const played: string[] = [];
  const open = new Set<string>();
  const player = new MessagePlayer({
    createAudio: () => audio,
    sound,
    urls: {
      createObjectURL: () => {
        open.add('blob:message');
        return 'blob:message';
      },
      revokeObjectURL: (url) => open.delete(url),
    },
    onPlayed: (id) => played.push(id),
  });
  return { player, audio, played, open };
}

test('a message plays, pauses, goes on and can be heard again from its beginning', async () => {
  const { player, audio, played } = playerOn(async () => new Blob(['RIFF']));
  await player.toggle('1');
  expect(player.state).toMatchObject({ id: '1', phase: 'playing' });
  expect(played).toEqual(['1']);
  audio.reaches(2.5);
  expect(player.state.positionSeconds).toBe(2.5);
  await player.toggle('1');
  expect(player.state.phase).toBe('paused');
  await player.seek('1', 4);
  await player.toggle('1');
  expect(player.state).toMatchObject({ phase: 'playing', positionSeconds: 4 });
  expect(audio.currentTime).toBe(4);
  audio.ends();
  expect(player.state).toMatchObject({ phase: 'paused', positionSeconds: 0 });
  expect(played).toEqual(['1']);
});

test('moving to a place of a message that is not played begins there', async () => {
  const { player, audio } = playerOn(async () => new Blob(['RIFF']));
  await player.seek('1', 3);
  expect(audio.currentTime).toBe(3);
  expect(player.state).toMatchObject({ id: '1', phase: 'playing' });
});

test('the sound of a message that was left for another one is not played when it comes late', async () => {
  const late: (() => void)[] = [];
  const { player, played, open } = playerOn(
    (id) =>
      new Promise((resolve) => (id === '1' ? late.push(() => resolve(new Blob())) : resolve(new Blob()))),
  );
  const first = player.toggle('1');
  await player.toggle('2');
  late[0]?.();
  await first;
  expect(player.state.id).toBe('2');
  expect(played).toEqual(['2']);
  player.stop();
  expect(open.size).toBe(0);
});

test('a sound that cannot be had is told, does not count as heard, and can be tried again', async () => {
  let broken = true;
  const { player, played } = playerOn(async () => {
    if (broken) throw new Error('gone');
    return new Blob(['RIFF']);
  });
  await player.toggle('1');
  expect(player.state).toMatchObject({ id: '1', phase: 'empty', error: 'Something went wrong. Try again.' });
  expect(played).toEqual([]);
  broken = false;
  await player.toggle('1');
  expect(player.state).toMatchObject({ phase: 'playing', error: null });
});
