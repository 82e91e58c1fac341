import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { secondsOfTone, tone } from '../audio/tone.ts';
import { JssipPeer } from './jssip-peer.ts';
import { until } from './wait.ts';

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Accepts registrations and hands every other message to the other side: the two peers talk as if directly. */
async function wire(): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' });
  const sockets: WebSocket[] = [];
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (bytes) => {
      const text = String(bytes);
      if (!text.startsWith('REGISTER')) {
        for (const other of sockets) if (other !== socket) other.send(text);
        return;
      }
      const kept = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq|Contact):/.test(line));
      socket.send(['SIP/2.0 200 OK', ...kept, 'Content-Length: 0', '', ''].join('\r\n'));
    });
  });
  await once(server, 'listening');
  closing.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `ws://127.0.0.1:${address.port}/`;
}

test('two JsSIP peers hear each other, and hold is silence', async () => {
  const url = await wire();
  const peer = async (username: string, hertz: number) => {
    const started = await JssipPeer.start({
      username,
      domain: 'example.com',
      password: 'secret',
      url,
      says: tone({ hertz, seconds: 1, sampleRate: 48_000 }),
    });
    closing.push(() => started.stop());
    return started;
  };
  const [alice, bob] = [await peer('alice', 400), await peer('bob', 700)];
  alice.dial('sip:bob@example.com');
  await Promise.all([alice.event('confirmed'), bob.event('confirmed')]);
  await until(
    'both to be heard',
    () => secondsOfTone(alice.heard(), 700) > 0.3 && secondsOfTone(bob.heard(), 400) > 0.3,
  );
  await alice.hold();
  await bob.event('hold');
  await alice.resume();
  bob.forget();
  await until('alice to be heard again', () => secondsOfTone(bob.heard(), 400) > 0.2);
  alice.hangUp();
  expect(await bob.event('ended')).toBe('Terminated');
});
