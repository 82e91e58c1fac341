import type { HistoryCall } from '@tandem/api-types';
import { expect, test } from 'vitest';
import { fakeAccount } from '../../testing/fake-account.ts';
import { createHistoryFeed } from './history-feed.ts';
import { dayText, durationText, isMissed, outcomeText } from './history-text.ts';

const call = (id: string): HistoryCall => ({
  id,
  direction: 'outgoing',
  peer: { uri: 'sip:bob@example.com', displayName: 'Bob' },
  outcome: 'answered',
  startedAt: '2026-01-02T10:00:00.000Z',
  answeredAt: '2026-01-02T10:00:05.000Z',
  endedAt: '2026-01-02T10:01:05.000Z',
  durationSeconds: 60,
});

/** A server with a fixed list, whose cursor is a position in it. */
function feedOver(list: HistoryCall[]) {
  const server = { list, broken: false, requests: 0 };
  const feed = createHistoryFeed(
    fakeAccount((url) => {
      server.requests++;
      if (server.broken) return null;
      const from = Number(url.searchParams.get('cursor') ?? 0);
      const to = from + Number(url.searchParams.get('limit'));
      return {
        calls: server.list.slice(from, to),
        nextCursor: to < server.list.length ? String(to) : null,
      };
    }),
  );
  return { feed, server };
}

test('the history comes page by page to its end, each call once', async () => {
  const { feed, server } = feedOver(Array.from({ length: 60 }, (_, index) => call(`call-${index}`)));
  await feed.refresh();
  expect(feed.state).toMatchObject({ loaded: true, hasMore: true });
  // A call made in between moves all others down by one.
  server.list.unshift(call('new'));
  await feed.loadMore();
  await feed.loadMore();
  await feed.loadMore();
  expect(feed.state.hasMore).toBe(false);
  expect(new Set(feed.state.entries.map(({ id }) => id)).size).toBe(feed.state.entries.length);
  expect(feed.state.entries).toHaveLength(60);
  await feed.refresh();
  expect(feed.state.entries[0]?.id).toBe('new');
});

test('a page that cannot be loaded leaves what is there and says why; trying again goes on', async () => {
  const { feed, server } = feedOver(Array.from({ length: 30 }, (_, index) => call(`call-${index}`)));
  await feed.refresh();
  server.broken = true;
  await feed.loadMore();
  expect(feed.state).toMatchObject({ error: 'The database does not answer.', loading: null });
  expect(feed.state.entries).toHaveLength(25);
  server.broken = false;
  await feed.retry();
  expect(feed.state).toMatchObject({ error: null, hasMore: false });
  expect(feed.state.entries).toHaveLength(30);
});

test('two presses load one page', async () => {
  const { feed, server } = feedOver([call('one')]);
  await Promise.all([feed.refresh(), feed.refresh()]);
  expect(server.requests).toBe(1);
});

test.each([
  [0, '0:00'],
  [7.9, '0:07'],
  [754, '12:34'],
  [3723, '1:02:03'],
  [-1, '0:00'],
])('%d seconds are written %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test('an incoming call that nobody took is missed, whatever its outcome was for the caller', () => {
  expect(outcomeText({ direction: 'incoming', outcome: 'cancelled' })).toBe('Missed');
  expect(isMissed({ direction: 'incoming', outcome: 'no-answer' })).toBe(true);
  expect(isMissed({ direction: 'incoming', outcome: 'declined' })).toBe(false);
  expect(isMissed({ direction: 'outgoing', outcome: 'no-answer' })).toBe(false);
});

test('days are named as people name them', () => {
  const now = new Date(2026, 2, 29, 12);
  expect(dayText(new Date(2026, 2, 29, 0, 1).toISOString(), now)).toBe('Today');
  expect(dayText(new Date(2026, 2, 28, 23, 59).toISOString(), now)).toBe('Yesterday');
  expect(dayText(new Date(2025, 2, 28).toISOString(), now)).toContain('2025');
});
