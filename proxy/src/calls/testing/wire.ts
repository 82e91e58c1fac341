import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** How a test's phone reaches the engine. */
export interface Wire {
  /** For Via: `UDP 127.0.0.1:5060`. */
  readonly via: string;
  /** Host part and parameters of its Contact. */
  readonly contactHost: string;
  /** Where the engine sees it, as a binding's `receivedUri`. */
  readonly flow: string;
  readonly port: number;
  send(text: string): void;
  /** Closes at once, without a word to the other side. */
  close(): void;
}

export async function openUdp(enginePort: number, onText: (text: string) => void): Promise<Wire> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  socket.on('message', (bytes) => onText(bytes.toString()));
  const { port } = socket.address();
  let closed = false;
  return {
    via: `UDP 127.0.0.1:${port}`,
    contactHost: `127.0.0.1:${port}`,
    flow: `sip:127.0.0.1:${port};transport=udp`,
    port,
    send: (text) => socket.send(text, enginePort, '127.0.0.1'),
    close() {
      if (!closed) socket.close();
      closed = true;
    },
  };
}

/** SIP over TCP; each message must come whole in one chunk or several, and has a Content-Length. */
export async function openTcp(enginePort: number, onText: (text: string) => void): Promise<Wire> {
  const socket = connect(enginePort, '127.0.0.1');
  await once(socket, 'connect');
  let rest = '';
  socket.on('error', () => undefined);
  socket.on('data', (bytes: Buffer) => {
    rest += bytes.toString('latin1');
    for (let end = endOfMessage(rest); end > 0; end = endOfMessage(rest)) {
      const text = rest.slice(0, end);
      rest = rest.slice(end);
      onText(Buffer.from(text, 'latin1').toString());
    }
  });
  const port = socket.localPort ?? 0;
  return {
    via: `TCP 127.0.0.1:${port}`,
    contactHost: `127.0.0.1:${port};transport=tcp`,
    flow: `sip:127.0.0.1:${port};transport=tcp`,
    port,
    send: (text) => socket.write(text),
    close: () => socket.destroy(),
  };
}

function endOfMessage(text: string): number {
  const head = text.indexOf('\r\n\r\n');
  const length = /^content-length\s*:\s*(\d+)/im.exec(text.slice(0, head))?.[1];
  const end = head + 4 + Number(length ?? 0);
  return head < 0 || text.length < end ? 0 : end;
}

/** SIP over WebSocket (RFC 7118), as a browser speaks it; frames of up to 64 kB and no fragments. */
export async function openWebSocket(httpPort: number, onText: (text: string) => void): Promise<Wire> {
  const socket = await upgraded(httpPort);
  let rest = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (let frame = firstFrame(rest); frame; frame = firstFrame(rest)) {
      rest = rest.subarray(frame.length);
      if (frame.text !== null) onText(frame.text);
    }
  });
  const port = 'localPort' in socket && typeof socket.localPort === 'number' ? socket.localPort : 0;
  return {
    via: 'WS browser.invalid',
    contactHost: 'browser.invalid;transport=ws',
    flow: `sip:127.0.0.1:${port};transport=ws`,
    port,
    send: (text) => socket.write(masked(Buffer.from(text))),
    close: () => socket.destroy(),
  };
}

function upgraded(port: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    request({
      port,
      host: '127.0.0.1',
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
        'Sec-WebSocket-Protocol': 'sip',
      },
    })
      .on('upgrade', (_response, socket) => resolve(socket))
      .on('response', ({ statusCode }) => reject(new Error(`no upgrade: ${statusCode}`)))
      .on('error', reject)
      .end();
  });
}

/** RFC 6455 §5.2. */
function masked(payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const length =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff]);
  const hidden = payload.map((octet, index) => octet ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x81]), length, mask, hidden]);
}

function firstFrame(bytes: Buffer): { length: number; text: string | null } | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const start = short === 126 ? 4 : 2;
  if (bytes.length < start) return null;
  const end = start + (short === 126 ? bytes.readUInt16BE(2) : short);
  if (bytes.length < end) return null;
  const isText = (bytes.readUInt8(0) & 0x0f) === 1;
  return { length: end, text: isText ? bytes.toString('utf8', start, end) : null };
}
