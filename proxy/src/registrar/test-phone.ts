import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface Answer {
  readonly status: number;
  /** Every value of a header, one for each line. */
  header(name: string): string[];
}

export interface Register {
  readonly username?: string;
  readonly password?: string;
  readonly algorithm?: 'MD5' | 'SHA-256';
  readonly domain?: string;
  /** The user of the address-of-record, when it is not the one who signs in. */
  readonly as?: string;
  readonly contact?: string;
  readonly headers?: readonly string[];
}

/** A telephone for tests that does nothing but register: its own SIP and digest, none of the server's. */
export interface TestPhone {
  readonly port: number;
  /** Sends a REGISTER and, when challenged, a second one; gives all answers. */
  register(options?: Register): Promise<Answer[]>;
  close(): Promise<void>;
}

interface Line {
  readonly transport: 'UDP' | 'WS';
  readonly port: number;
  send(text: string): void;
  received(): Promise<string>;
  close(): Promise<void>;
}

export async function udpPhone(serverPort: number): Promise<TestPhone> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return phone({
    transport: 'UDP',
    port: socket.address().port,
    send: (text) => socket.send(text, serverPort, '127.0.0.1'),
    async received() {
      const [bytes]: unknown[] = await once(socket, 'message', { signal: AbortSignal.timeout(5_000) });
      return String(bytes);
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  });
}

/** @param url of SIP over WebSocket, `http://…` */
export async function webSocketPhone(url: string): Promise<TestPhone> {
  const socket = await upgrade(url);
  return phone({
    transport: 'WS',
    port: 5060,
    send: (text) => socket.write(textFrame(text)),
    async received() {
      let bytes = Buffer.alloc(0);
      for (;;) {
        const [chunk]: unknown[] = await once(socket, 'data', { signal: AbortSignal.timeout(5_000) });
        if (Buffer.isBuffer(chunk)) bytes = Buffer.concat([bytes, chunk]);
        const text = textOf(bytes);
        if (text !== null) return text;
      }
    },
    async close() {
      socket.end();
      await once(socket.resume(), 'close', { signal: AbortSignal.timeout(5_000) });
    },
  });
}

async function upgrade(url: string): Promise<Duplex> {
  const request = get(url, {
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol': 'sip',
    },
  });
  return new Promise((resolve, reject) => {
    request.on('upgrade', (_: IncomingMessage, socket: Duplex) => resolve(socket));
    request.on('error', reject);
  });
}

/** RFC 6455 §5.2: one masked text frame; a mask of zeros leaves the text as it is. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x81fe, 0);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** The text of the frame that begins here, or null until all of it has come. */
function textOf(frame: Buffer): string | null {
  const short = (frame[1] ?? 0) < 126;
  if (frame.length < 4) return null;
  const start = short ? 2 : 4;
  const end = start + (short ? (frame[1] ?? 0) : frame.readUInt16BE(2));
  return frame.length < end ? null : frame.toString('utf8', start, end);
}

let made = 0;

function phone(line: Line): TestPhone {
  made += 1;
  const callId = `call-${made}-${process.pid}`;
  let cseq = 0;

  const exchange = async (options: Register, authorization: string | null): Promise<Answer> => {
    const { username = 'alice', domain = '127.0.0.1', contact } = options;
    cseq += 1;
    const address = `<sip:${options.as ?? username}@${domain}>`;
    const lines = [
      `REGISTER sip:${domain} SIP/2.0`,
      `Via: SIP/2.0/${line.transport} 127.0.0.1:${line.port};branch=z9hG4bK${callId}${cseq};rport`,
      'Max-Forwards: 70',
      `From: ${address};tag=${callId}`,
      `To: ${address}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} REGISTER`,
      `Contact: ${contact ?? `<sip:${username}@127.0.0.1:${line.port}>`}`,
      'User-Agent: Test Phone',
      ...(options.headers ?? []),
      ...(authorization ? [`Authorization: ${authorization}`] : []),
      'Content-Length: 0',
    ];
    const answer = line.received();
    line.send(`${lines.join('\r\n')}\r\n\r\n`);
    return toAnswer(await answer);
  };

  return {
    port: line.port,
    async register(options = {}) {
      const first = await exchange(options, null);
      if (first.status !== 401) return [first];
      return [first, await exchange(options, authorizationFor(first, options))];
    },
    close: () => line.close(),
  };
}

function toAnswer(text: string): Answer {
  const lines = text.split('\r\n');
  return {
    status: Number(lines[0]?.split(' ')[1]),
    header(name) {
      const start = `${name.toLowerCase()}:`;
      return lines
        .filter((each) => each.toLowerCase().startsWith(start))
        .map((each) => each.slice(start.length).trim());
    },
  };
}

function authorizationFor(challenge: Answer, options: Register): string {
  const { username = 'alice', password = 'secret', algorithm = 'MD5', domain = '127.0.0.1' } = options;
  const text = challenge.header('WWW-Authenticate').find((value) => value.includes(`algorithm=${algorithm}`));
  if (!text) throw new Error(`not challenged with ${algorithm}`);
  const [realm, nonce] = ['realm', 'nonce'].map((name) => new RegExp(`${name}="([^"]*)"`).exec(text)?.[1]);
  const h = (value: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(value)
      .digest('hex');
  const ha1 = h(`${username}:${realm}:${password}`);
  const response = h(`${ha1}:${nonce}:00000001:0a4f113b:auth:${h(`REGISTER:sip:${domain}`)}`);
  return (
    `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="sip:${domain}", ` +
    `response="${response}", algorithm=${algorithm}, cnonce="0a4f113b", qop=auth, nc=00000001`
  );
}
