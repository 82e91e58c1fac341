import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { RawSip } from '../peers/raw-sip.ts';
import { Tandem } from '../peers/tandem.ts';
import { until, within } from '../peers/wait.ts';

let tandem: Tandem;

beforeAll(async () => {
  tandem = await Tandem.start();
});

afterAll(() => tandem?.stop());

const options = (transport: string, more: readonly string[] = []) =>
  [
    'OPTIONS sip:127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/${transport} 127.0.0.1:9;branch=z9hG4bK${randomUUID()};rport`,
    'From: <sip:tester@127.0.0.1>;tag=1',
    'To: <sip:127.0.0.1>',
    `Call-ID: ${randomUUID()}`,
    'CSeq: 1 OPTIONS',
    'Max-Forwards: 70',
    ...(more.length ? more : ['Content-Length: 0']),
    '',
    '',
  ].join('\r\n');

const broken = (transport: string) => ({
  'no CSeq': options(transport).replace(/CSeq.*\r\n/, ''),
  'a CSeq of another method': options(transport).replace('1 OPTIONS\r\nMax', '1 INVITE\r\nMax'),
  'a From that is no address': options(transport).replace('<sip:tester@127.0.0.1>', '<<>>'),
  'a request URI that is none': options(transport).replace('OPTIONS sip:127.0.0.1 ', 'OPTIONS :::: '),
});

const REFUSED = /^SIP\/2\.0 400 \S+/;

test('malformed SIP over UDP gets a 400 with a reason, and the next request is served', async () => {
  const peer = await RawSip.start(tandem.sipAddress);
  try {
    for (const [what, text] of Object.entries(broken('UDP'))) {
      expect(await peer.exchange(text, /^SIP/), what).toMatch(REFUSED);
    }
    peer.send('\u0000\u0001 this is not even close\r\n\r\n');
    expect(await peer.exchange(options('UDP'), /^SIP/)).toMatch(/^SIP\/2\.0 200/);
  } finally {
    peer.stop();
  }
});

test('malformed SIP over a WebSocket gets a 400, and the connection is kept', async () => {
  const socket = new WebSocket(tandem.webSocketUrl, 'sip');
  const received: string[] = [];
  socket.on('message', (bytes) => received.push(String(bytes)));
  await once(socket, 'open');
  try {
    for (const [what, text] of Object.entries(broken('WS'))) {
      const from = received.length;
      socket.send(text);
      expect(await until(what, () => received[from]), what).toMatch(REFUSED);
    }
    const from = received.length;
    socket.send(options('WS'));
    expect(await until('an answer', () => received[from])).toMatch(/^SIP\/2\.0 200/);
  } finally {
    socket.terminate();
  }
});

test('a TCP stream whose framing is broken gets a 400 and is closed, a merely malformed request keeps it', async () => {
  const [host = '', port = ''] = tandem.sipAddress.split(':');
  const socket = connect(Number(port), host);
  let received = '';
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1');
  });
  await once(socket, 'connect');
  const ended = once(socket, 'close');
  try {
    socket.write(broken('TCP')['no CSeq']);
    await until('400', () => REFUSED.test(received));
    received = '';
    socket.write(options('TCP'));
    await until('an answer', () => /^SIP\/2\.0 200/.test(received));
    received = '';
    socket.write(options('TCP', ['Content-Length: many']));
    await within('the connection to be closed', 5000, ended);
    expect(received).toMatch(REFUSED);
  } finally {
    socket.destroy();
  }
});
