import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { TestEngine } from '../testing/test-engine.ts';
import type { Flow } from '../transport/flow.ts';
import { hepPacket } from './hep-packet.ts';
import { wireCopy } from './wire-copy.ts';

/** Chunks by type, read as a capture server reads them. */
function readChunks(packet: Buffer): Map<number, Buffer> {
  expect(packet.subarray(0, 4).toString()).toBe('HEP3');
  expect(packet.readUInt16BE(4)).toBe(packet.length);
  const chunks = new Map<number, Buffer>();
  for (let at = 6; at < packet.length; at += packet.readUInt16BE(at + 4)) {
    expect(packet.readUInt16BE(at)).toBe(0);
    chunks.set(packet.readUInt16BE(at + 2), packet.subarray(at + 6, at + packet.readUInt16BE(at + 4)));
  }
  return chunks;
}

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function udpCapture(): Promise<{ port: number; packets: Buffer[] }> {
  const socket = createSocket('udp4');
  const packets: Buffer[] = [];
  socket.on('message', (packet) => packets.push(packet));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closers.push(() => socket.close());
  return { port: socket.address().port, packets };
}

async function tcpCapture(): Promise<{ port: number; packets: () => Buffer[] }> {
  const received: Buffer[] = [];
  const server = createServer((socket) =>
    socket.on('data', (chunk) => received.push(chunk)).on('error', () => {}),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const packets = (): Buffer[] => {
    const all = Buffer.concat(received);
    const cut: Buffer[] = [];
    for (let at = 0; at + 6 <= all.length; at += all.readUInt16BE(at + 4))
      cut.push(all.subarray(at, at + all.readUInt16BE(at + 4)));
    return cut;
  };
  return { port, packets };
}

async function engineWith(hep: { port: number; transport: 'udp' | 'tcp' }): Promise<TestEngine> {
  const engine = await TestEngine.start({
    hep: { host: '127.0.0.1', captureId: 2001, authKey: 'myHep', ...hep },
  });
  closers.push(() => engine.stop());
  engine.engine.use('REGISTER', (_request, response) => response.send(200, 'OK', { headers: {} }));
  return engine;
}

async function registered(engine: TestEngine): Promise<string> {
  const phone = await engine.udpPeer();
  const request = phone.request('REGISTER', 'sip:127.0.0.1', {
    Authorization: 'Digest username="zoe", response="5ec4e7"',
  });
  phone.send(request);
  await phone.takeResponse(200);
  return request.headers.get('Call-ID') ?? '';
}

describe('a capture server', () => {
  test('gets each message by UDP with addresses, time, Call-ID and key, and no digest', async () => {
    const capture = await udpCapture();
    const engine = await engineWith({ port: capture.port, transport: 'udp' });
    const callId = await registered(engine);
    await expect.poll(() => capture.packets.length).toBe(2);
    const [request, response] = capture.packets.map(readChunks);
    expect(request?.get(1)).toEqual(Buffer.from([2]));
    expect(request?.get(2)).toEqual(Buffer.from([17]));
    expect(request?.get(3)).toEqual(Buffer.from([127, 0, 0, 1]));
    expect(request?.get(8)?.readUInt16BE()).toBe(engine.port('udp'));
    expect(response?.get(7)?.readUInt16BE()).toBe(engine.port('udp'));
    expect(Math.abs((request?.get(9)?.readUInt32BE() ?? 0) - Date.now() / 1000)).toBeLessThan(60);
    expect(request?.get(10)?.readUInt32BE()).toBeLessThan(1_000_000);
    expect(request?.get(11)).toEqual(Buffer.from([1]));
    expect(request?.get(12)?.readUInt32BE()).toBe(2001);
    expect(request?.get(14)?.toString()).toBe('myHep');
    expect(request?.get(17)?.toString()).toBe(callId);
    expect(request?.get(15)?.toString()).toMatch(/^REGISTER /);
    expect(request?.get(15)?.toString()).not.toContain('5ec4e7');
    expect(response?.get(15)?.toString()).toMatch(/^SIP\/2.0 200 /);
  });

  test('gets them by TCP', async () => {
    const capture = await tcpCapture();
    const engine = await engineWith({ port: capture.port, transport: 'tcp' });
    await expect
      .poll(async () => {
        await registered(engine);
        return capture.packets().length;
      })
      .toBeGreaterThanOrEqual(2);
    expect(
      readChunks(capture.packets()[0] ?? Buffer.alloc(0))
        .get(15)
        ?.toString(),
    ).toContain('SIP/2.0');
  });

  test('that is away costs no call: what it missed is counted', async () => {
    const engine = await engineWith({ port: 1, transport: 'tcp' });
    await registered(engine);
    const dropped = engine.engine.metrics().find(({ name }) => name === 'sip_hep_dropped_total');
    expect(dropped?.values[0]?.value).toBeGreaterThanOrEqual(2);
  });
});

test.each([
  ['2001:db8::1', '20010db8000000000000000000000001'],
  ['::', '00000000000000000000000000000000'],
  ['fe80::1:2%eth0', 'fe800000000000000000000000010002'],
  ['64:ff9b::192.0.2.33', '0064ff9b0000000000000000c0000221'],
])('the IPv6 address %s has the right octets', (address, hex) => {
  const listener = { protocol: 'udp', address, port: 1, advertisedHost: address, advertisedPort: 1 } as const;
  const flow: Flow = {
    ...{ listener, id: 1, protocol: listener.protocol, localAddress: '::1', localPort: 5060 },
    ...{
      remoteAddress: address,
      remotePort: 1,
      reliable: false,
      verifiedNames: [],
      accepted: false,
      closed: false,
      broken: false,
    },
    send: () => {},
    close: () => {},
  };
  const chunks = readChunks(hepPacket(wireCopy('in', flow, Buffer.from('x')), '', { captureId: 1 }));
  expect(chunks.get(5)?.toString('hex')).toBe(hex);
  expect(chunks.get(1)).toEqual(Buffer.from([10]));
});
