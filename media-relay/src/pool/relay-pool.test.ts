import { randomUUID } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { MediaRelay, MediaSession } from '../relay.ts';
import { localRelay } from '../testing/local-relay.ts';
import { RtpEndpoint } from '../testing/rtp-endpoint.ts';
import { silentLog } from '../testing/silent-log.ts';
import { until } from '../testing/until.ts';
import { createRelayPool, type RelayPoolOptions } from './relay-pool.ts';

/** Released in reverse order after each test. */
let cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  cleanups = [];
});

const QUICK = { healthIntervalMs: 200, pingMs: 500, commandMs: 800, lostAfterMs: 1_500, reconnectMaxMs: 300 };

async function startRelay(options: Parameters<typeof localRelay>[0] = {}) {
  const started = await localRelay(options);
  cleanups.push(() => started.remove());
  return started;
}

function pool(nodes: RelayPoolOptions['nodes'], timeouts: RelayPoolOptions['timeouts'] = QUICK): MediaRelay {
  const relay = createRelayPool({ nodes, timeouts, log: silentLog });
  cleanups.push(() => relay.close());
  return relay;
}

async function offerTo(session: MediaSession): Promise<void> {
  const phone = await RtpEndpoint.open({ codec: 'PCMU', tone: 440 });
  cleanups.push(() => phone.close());
  await session.offer({ sdp: phone.sdp(), by: 'caller', from: 'rtp', to: 'rtp' });
  await session.answer({ sdp: phone.sdp(), by: 'callee', from: 'rtp', to: 'rtp' });
}

const up = (relay: MediaRelay): number => relay.health().filter(({ state }) => state === 'up').length;

describe.each(['tcp', 'ws'] as const)('over %s', (control) => {
  test('a relay that is killed loses its calls within seconds, and serves new ones soon after', async () => {
    const rtpengine = await startRelay({ control });
    const deaths: string[] = [];
    rtpengine.onExit((detail) => deaths.push(detail));
    const relay = pool([{ url: rtpengine.url }]);
    expect(await relay.whenHealthy(5_000)).toBe(true);
    const session = relay.session(randomUUID());
    await offerTo(session);
    const lost: string[] = [];
    session.onLost((reason) => lost.push(reason));

    const { pid } = rtpengine;
    if (pid === null) throw new Error('rtpengine should run');
    process.kill(pid, 'SIGKILL');

    await until('the session is lost', () => lost.length > 0, 4_000);
    expect(deaths).toEqual(['killed by SIGKILL']);
    expect(await session.end()).toBeNull();
    expect(await relay.whenHealthy(5_000)).toBe(true);
    await offerTo(relay.session(randomUUID()));
    expect(lost).toHaveLength(1);
  });

  test('a burst of calls is answered, each with its own reply', async () => {
    const rtpengine = await startRelay({ control });
    const relay = pool([{ url: rtpengine.url }], { ...QUICK, commandMs: 5_000 });
    await relay.whenHealthy(5_000);
    const sessions = Array.from({ length: 30 }, () => relay.session(randomUUID()));
    await Promise.all(sessions.map(offerTo));
    // A ping in the middle of the burst counts some of them twice until the next.
    await until('all are counted', () => relay.health()[0]?.sessions === 30);
    expect(relay.health()).toMatchObject([{ state: 'up' }]);
    await Promise.all(sessions.map((session) => session.end()));
    await until('the node is empty', () => relay.health()[0]?.sessions === 0);
  });
});

test('calls go to the node with the least load for its weight', async () => {
  const big = await startRelay();
  const small = await startRelay();
  const relay = pool([
    { url: small.url, weight: 1 },
    { url: big.url, weight: 3 },
  ]);
  await until('both are up', () => up(relay) === 2);
  for (let count = 0; count < 8; count += 1) await offerTo(relay.session(randomUUID()));
  expect(relay.health().map(({ sessions }) => sessions)).toEqual([2, 6]);
});

test('a call goes to the other node when the first is at its limit, and is refused when both are', async () => {
  const first = await startRelay({ maxSessions: 1 });
  const second = await startRelay({ maxSessions: 2 });
  const relay = pool(
    [
      { url: first.url, weight: 100 },
      { url: second.url, weight: 1 },
    ],
    { ...QUICK, healthIntervalMs: 60_000 },
  );
  await until('both are up', () => up(relay) === 2);
  await offerTo(relay.session('one'));
  await offerTo(relay.session('two'));
  const moved = relay.session('three');
  expect(moved.node).toBe(first.url);
  await offerTo(moved);
  expect(moved.node).toBe(second.url);
  const refused = relay.session('four');
  await expect(offerTo(refused)).rejects.toMatchObject({ kind: 'unavailable' });
  expect(() => relay.session('five')).toThrow(/limit reached/);
});

test('new calls go round a node that died, and its calls alone are lost', async () => {
  const dying = await startRelay();
  const staying = await startRelay();
  const relay = pool([{ url: dying.url }, { url: staying.url }]);
  await until('both are up', () => up(relay) === 2);
  const sessions = [relay.session('a'), relay.session('b')];
  for (const session of sessions) await offerTo(session);
  const lost: string[] = [];
  for (const session of sessions) session.onLost(() => lost.push(session.node));

  await dying.stop();
  await until('the death is noticed', () => up(relay) === 1);
  const next = relay.session('c');
  expect(next.node).toBe(staying.url);
  await offerTo(next);
  await until('the calls of the dead node are lost', () => lost.length > 0, 4_000);
  expect(lost).toEqual([dying.url]);
});

test('a call that the relay gave up by itself is reported lost', async () => {
  const rtpengine = await startRelay();
  const relay = pool([{ url: rtpengine.url }]);
  const other = pool([{ url: rtpengine.url }]);
  await relay.whenHealthy(5_000);
  await other.whenHealthy(5_000);
  const session = relay.session('given-up');
  await offerTo(session);
  const lost: string[] = [];
  session.onLost((reason) => lost.push(reason));
  const rival = other.session('given-up');
  await offerTo(rival);
  await rival.end();
  await until('the loss is noticed', () => lost.length > 0);
  expect(lost[0]).toContain('no longer knows');
});

test('a call that ends while its offer is still on the way leaves nothing behind', async () => {
  const rtpengine = await startRelay();
  const relay = pool([{ url: rtpengine.url }]);
  await relay.whenHealthy(5_000);
  const session = relay.session('cancelled');
  const offering = offerTo(session).catch(() => {});
  await session.end();
  await offering;
  const watcher = pool([{ url: rtpengine.url }]);
  await watcher.whenHealthy(5_000);
  expect(watcher.health()).toMatchObject([{ sessions: 0 }]);
});

test('without any relay, a call is refused at once and says why', async () => {
  const relay = pool([{ url: 'tcp://127.0.0.1:9' }]);
  expect(await relay.whenHealthy(300)).toBe(false);
  expect(() => relay.session('x')).toThrow(/ECONNREFUSED|not connected/);
  expect(() => pool([{ url: 'udp://127.0.0.1:2223' }])).toThrow(TypeError);
});

/** A false rtpengine that answers pings and statistics, and to all else as told. */
async function falseRelay(onCommand: (socket: Socket, cookie: string, command: string) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      for (const [, cookie = '', command = ''] of chunk
        .toString()
        .matchAll(/([0-9a-f-]{36}) d.*?7:command\d+:(ping|statistics|list|offer|delete)/g)) {
        if (command === 'ping') socket.write(`${cookie} d6:result4:ponge`);
        else if (command === 'statistics') {
          socket.write(`${cookie} d6:result2:ok10:statisticsd17:currentstatisticsd13:sessionstotali0eeee`);
        } else onCommand(socket, cookie, command);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` };
}

test('a node that does not answer an offer is passed over in bounded time', async () => {
  const mute = await falseRelay(() => {});
  const rtpengine = await startRelay();
  const relay = pool([
    { url: mute.url, weight: 10 },
    { url: rtpengine.url, weight: 1 },
  ]);
  await until('both are up', () => up(relay) === 2);
  const session = relay.session('moved');
  const startedAt = performance.now();
  await offerTo(session);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect(session.node).toBe(rtpengine.url);
});

test('a node that alone is there and does not answer gives a time-out, not a hanging call', async () => {
  const mute = await falseRelay(() => {});
  const relay = pool([{ url: mute.url }]);
  await relay.whenHealthy(5_000);
  const session = relay.session('waiting');
  await expect(offerTo(session)).rejects.toMatchObject({ kind: 'timeout' });
  expect(await session.end()).toBeNull();
});

test('replies that nobody asked for, and garbage, do no harm', async () => {
  let commands = 0;
  const rude = await falseRelay((socket, cookie) => {
    commands += 1;
    const stray = '00000000-0000-0000-0000-000000000000 d6:result2:oke';
    socket.write(`${stray}${cookie} d6:result5:error12:error-reason7:go awaye`);
    if (commands > 1) socket.write('this is not bencode at all, and has been sent to break things');
  });
  const relay = pool([{ url: rude.url }]);
  await relay.whenHealthy(5_000);
  await expect(offerTo(relay.session('first'))).rejects.toMatchObject({
    kind: 'rejected',
    message: 'go away',
  });
  await offerTo(relay.session('second')).catch(() => {});
  await until('the link is used again', () => up(relay) === 1);
});

test('metrics and health tell the state of each node', async () => {
  const rtpengine = await startRelay();
  const relay = pool([{ url: rtpengine.url }]);
  await relay.whenHealthy(5_000);
  await offerTo(relay.session('counted'));
  expect(relay.health()).toMatchObject([{ node: rtpengine.url, state: 'up', sessions: 1, reason: null }]);
  const commands = relay.metrics().find(({ name }) => name === 'tandem_media_relay_commands_total');
  expect(commands?.values).toContainEqual({
    labels: { node: rtpengine.url, command: 'offer', outcome: 'ok' },
    value: 1,
  });
});
