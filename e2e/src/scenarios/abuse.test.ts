import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RawSip, statusOf } from '../peers/raw-sip.ts';
import { Tandem, type TandemUser } from '../peers/tandem.ts';
import { until } from '../peers/wait.ts';

let tandem: Tandem;
let alice: TandemUser;

beforeAll(async () => {
  tandem = await Tandem.start({ TANDEM_MEDIA_MODE: 'direct' });
  alice = await tandem.addUser('alice');
});

afterAll(() => tandem?.stop());

/** A metric by its labels, as they are written. */
async function metric(name: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${tandem.httpUrl}/metrics`)).text();
  const lines = text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? ([\\d.e+]+)$`, 'gm'));
  return new Map(Array.from(lines, ([, labels = '', value]) => [labels, Number(value)]));
}

/** An INVITE's server transaction outlives its refusal by 64·T1 when no ACK comes (RFC 3261 §17.2.1, timer H). */
const FORGOTTEN_MS = 60_000;

/** Peers heard by UDP are remembered on purpose, and bounded. */
async function kept(): Promise<string[]> {
  const held = [...(await metric('sip_transactions_active')), ...(await metric('sip_flows'))];
  return held.filter(([labels, count]) => count > 0 && labels !== 'protocol="udp"').map(String);
}

async function nothingIsKept(): Promise<void> {
  let last: string[] = [];
  await until(
    'all transactions and connections to be forgotten',
    async () => {
      last = await kept();
      return last.length === 0;
    },
    { timeoutMs: FORGOTTEN_MS, pauseMs: 500, explain: () => last.join('; ') },
  );
}

let calls = 0;

const invite = (transport: string, sentBy = '127.0.0.1:9') => {
  const id = `${process.pid}-${++calls}`;
  return [
    'INVITE sip:alice@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/${transport} ${sentBy};branch=z9hG4bK${id};rport`,
    `From: <sip:stranger@127.0.0.1>;tag=${id}`,
    'To: <sip:alice@127.0.0.1>',
    `Call-ID: ${id}`,
    'CSeq: 1 INVITE',
    `Contact: <sip:stranger@${sentBy}>`,
    'Max-Forwards: 70',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
};

/** Registers, sending again what was lost, as a telephone does. @returns how long it took, in ms */
async function registersIn(phone: RawSip): Promise<number> {
  const startedAt = performance.now();
  const request = { method: 'REGISTER', uri: 'sip:127.0.0.1', from: 'sip:alice@127.0.0.1' };
  await until(
    'alice to be registered',
    async () => statusOf(await phone.requestAs(alice, request, 1000).catch(() => '')) === 200,
    { explain: () => phone.received.slice(-4).join('\n\n') },
  );
  return performance.now() - startedAt;
}

test('3,000 INVITEs a second from one address leave others their telephones', async () => {
  const [flood, phone] = [
    await RawSip.start(tandem.sipAddress, '127.0.0.9'),
    await RawSip.start(tandem.sipAddress),
  ];
  try {
    const sent: string[] = [];
    const startedAt = performance.now();
    let over = false;
    const flooding = (async () => {
      for (; sent.length < 9000; await delay(10)) {
        const due = Math.min(9000, ((performance.now() - startedAt) / 1000) * 3000);
        while (sent.length < due) flood.send(sent[sent.push(invite('UDP', flood.address)) - 1] ?? '');
      }
      over = true;
    })();
    let registered = 0;
    for (; !over; registered++) await registersIn(phone);
    await flooding;
    expect(registered).toBeGreaterThan(0);
    await until('a REGISTER to be answered as before', async () => (await registersIn(phone)) < 100);
    const statuses = new Set(flood.received.map(statusOf));
    expect([...statuses].filter((status) => ![100, 401, 503].includes(status))).toEqual([]);
    expect(flood.received.length).toBeGreaterThan(100);
  } finally {
    flood.stop();
    phone.stop();
  }
});

interface Connection {
  /** The TCP connection below. */
  readonly socket: Socket;
  write(octets: string): void;
  /** A message as this transport packs it; one character an octet. */
  packed(message: string): string;
}

const asItIs = (message: string) => message;

async function openTcp(): Promise<Connection> {
  const socket = connect(tandem.sipPort, '127.0.0.1');
  await once(socket, 'connect');
  return { socket, write: (octets) => socket.write(octets), packed: asItIs };
}

async function openTls(): Promise<Connection> {
  const socket = connect(tandem.sipTlsPort, '127.0.0.1');
  const secured = connectTls({ socket, rejectUnauthorized: false });
  secured.on('error', () => undefined);
  await once(secured, 'secureConnect');
  return { socket, write: (octets) => secured.write(octets), packed: asItIs };
}

/** Every library writes a WebSocket frame whole, so that a slow one is made here (RFC 6455 §5.2), its mask all zero. */
async function openWebSocket(): Promise<Connection> {
  const socket = connect(tandem.httpPort, '127.0.0.1');
  const headers = [
    `Host: 127.0.0.1:${tandem.httpPort}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: sip',
  ];
  socket.write(`GET /sip HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  if (!String(answer).startsWith('HTTP/1.1 101 ')) throw new Error(String(answer));
  return {
    socket,
    write: (octets) => socket.write(octets, 'latin1'),
    packed(message) {
      const head = [0x81, 0x80 | 126, message.length >> 8, message.length & 0xff, 0, 0, 0, 0];
      return String.fromCharCode(...head) + message;
    },
  };
}

const TRANSPORTS = [
  ['TCP', openTcp],
  ['TLS', openTls],
  ['WS', openWebSocket],
] as const;

/** An open connection, an INVITE as octets for it, and its end, whichever way it comes. */
async function calling(transport: string, open: () => Promise<Connection>) {
  const connection = await open();
  const { socket } = connection;
  socket.on('error', () => undefined);
  socket.resume();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  return { ...connection, octets: connection.packed(invite(transport)), closed };
}

test.each(TRANSPORTS)(
  '200 that send an INVITE by %s and reset the connection harm nobody',
  async (transport, open) => {
    const invites = async () => (await metric('sip_requests_in_total')).get('method="INVITE"') ?? 0;
    const sendAndReset = async (count: number) => {
      const callers = await Promise.all(Array.from({ length: count }, () => calling(transport, open)));
      for (const { write, octets } of callers) write(octets);
      // The reset must not overtake the INVITE in our own buffers.
      for (const { socket } of callers) {
        await until('the INVITE to be sent', () => socket.writableLength === 0);
        socket.resetAndDestroy();
      }
    };
    const before = await invites();
    for (let i = 0; i < 200; i += 20) await sendAndReset(20);
    // A busy machine may see each reset before it has read what came before.
    const come = async () => (await invites()) > before || (await sendAndReset(1));
    await until('an INVITE to have come', come, { timeoutMs: 30_000 });
  },
);

test('150 that send four octets a second are shut out in the end, and others are served meanwhile', async () => {
  const opened = TRANSPORTS.flatMap(([transport, open]) =>
    Array.from({ length: 50 }, () => calling(transport, open)),
  );
  const slow = await Promise.all(opened);
  let sent = 0;
  const dripping = setInterval(() => {
    for (const { socket, write, octets } of slow) if (socket.writable) write(octets.charAt(sent));
    sent += 1;
  }, 250);
  const phone = await RawSip.start(tandem.sipAddress);
  try {
    expect(await registersIn(phone)).toBeLessThan(5000);
    await Promise.all(slow.map(({ closed }) => closed));
  } finally {
    clearInterval(dripping);
    phone.stop();
    for (const { socket } of slow) socket.destroy();
  }
});

test('none of them left anything behind', nothingIsKept);
