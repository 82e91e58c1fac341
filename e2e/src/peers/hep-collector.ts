import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A copy of one message, as a capture server such as Homer reads it (HEP version 3). */
export interface HepPacket {
  /** 17 is UDP, 6 is TCP (IANA protocol numbers): of the message, not of the copy. */
  readonly protocol: number;
  /** `address:port`. */
  readonly source: string;
  readonly destination: string;
  /** Milliseconds since 1970, microseconds behind the point. */
  readonly atMs: number;
  /** 1 is SIP. */
  readonly payloadType: number;
  readonly captureId: number;
  readonly authKey: string;
  readonly correlationId: string;
  readonly payload: string;
}

/** A capture server on a free port of the loopback. */
export class HepCollector {
  readonly packets: HepPacket[] = [];
  /** What could not be read. */
  readonly broken: string[] = [];
  readonly port: number;
  readonly #close: () => void;

  private constructor(port: number, close: () => void) {
    this.port = port;
    this.#close = close;
  }

  static async start(transport: 'udp' | 'tcp'): Promise<HepCollector> {
    return transport === 'udp' ? HepCollector.#udp() : HepCollector.#tcp();
  }

  static async #udp(): Promise<HepCollector> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const collector = new HepCollector(socket.address().port, () => socket.close());
    socket.on('message', (bytes) => collector.#take(bytes));
    return collector;
  }

  static async #tcp(): Promise<HepCollector> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      let held: Buffer = Buffer.alloc(0);
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        held = Buffer.concat([held, chunk]);
        while (held.length >= HEADER_BYTES && held.length >= held.readUInt16BE(4)) {
          const length = Math.max(held.readUInt16BE(4), HEADER_BYTES);
          collector.#take(held.subarray(0, length));
          held = held.subarray(length);
        }
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
    const collector = new HepCollector(port, () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return collector;
  }

  stop(): void {
    this.#close();
  }

  #take(bytes: Buffer): void {
    try {
      this.packets.push(readPacket(bytes));
    } catch (error) {
      this.broken.push(`${error}: ${bytes.toString('hex')}`);
    }
  }
}

const HEADER_BYTES = 6;
const FAMILY_IPV4 = 2;

/** @throws Error for what is no HEP version 3 of IPv4 */
function readPacket(bytes: Buffer): HepPacket {
  if (bytes.toString('latin1', 0, 4) !== 'HEP3' || bytes.readUInt16BE(4) !== bytes.length)
    throw new Error('no HEP3 packet of that length');
  const chunks = new Map<number, Buffer>();
  for (let at = HEADER_BYTES; at < bytes.length; at += bytes.readUInt16BE(at + 4)) {
    const [vendor, type, length] = [0, 2, 4].map((place) => bytes.readUInt16BE(at + place));
    if (vendor !== 0 || type === undefined || length === undefined || length < HEADER_BYTES)
      throw new Error('a broken chunk');
    chunks.set(type, bytes.subarray(at + HEADER_BYTES, at + length));
  }
  const chunk = (type: number): Buffer => {
    const found = chunks.get(type);
    if (found === undefined) throw new Error(`no chunk ${type}`);
    return found;
  };
  if (chunk(1).readUInt8() !== FAMILY_IPV4) throw new Error('another address family');
  return {
    protocol: chunk(2).readUInt8(),
    source: `${chunk(3).join('.')}:${chunk(7).readUInt16BE()}`,
    destination: `${chunk(4).join('.')}:${chunk(8).readUInt16BE()}`,
    atMs: chunk(9).readUInt32BE() * 1000 + chunk(10).readUInt32BE() / 1000,
    payloadType: chunk(11).readUInt8(),
    captureId: chunk(12).readUInt32BE(),
    authKey: chunk(14).toString(),
    correlationId: chunk(17).toString(),
    payload: chunk(15).toString('latin1'),
  };
}
