import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PeerProcess } from './peer-process.ts';
import { PATIENCE_MS } from './wait.ts';

/** One packet with something in it, as it was on the wire. */
export interface CapturedPacket {
  /** By the kernel's clock, milliseconds since 1970 with microseconds behind the point. */
  readonly atMs: number;
  readonly protocol: 'udp' | 'tcp';
  /** `address:port`. */
  readonly source: string;
  readonly destination: string;
  /** Without the headers of Ethernet, IP, UDP and TCP. */
  readonly payload: Buffer;
}

/** Each packet in the kernel's buffer takes room for the longest: without this limit 256 KiB. */
const PACKET_MAX_BYTES = 32_000;
/** Room for 2,000 packets that tcpdump has no time for. */
const BUFFER_KIBIBYTES = 65_536;

/** What goes over the loopback, seen by tcpdump and not by those who talk. It needs root, or a tcpdump with CAP_NET_RAW. */
export class PacketCapture {
  readonly #folder: string;
  readonly #process: PeerProcess;

  private constructor(folder: string, filter: string) {
    this.#folder = folder;
    const user = process.getuid?.() === 0 ? ['-Z', 'root'] : [];
    const room = ['-s', String(PACKET_MAX_BYTES), '-B', String(BUFFER_KIBIBYTES)];
    const args = ['-i', 'lo', '-n', ...room, '-U', '--immediate-mode', ...user];
    this.#process = new PeerProcess({
      name: 'tcpdump',
      command: 'tcpdump',
      args: [...args, '-w', join(folder, 'packets.pcap'), filter],
      cwd: folder,
    });
  }

  /** @param filter as tcpdump reads it: `port 5060` */
  static async start(filter: string): Promise<PacketCapture> {
    const folder = await mkdtemp(join(tmpdir(), 'tandem-capture-'));
    const capture = new PacketCapture(folder, filter);
    try {
      await capture.#process.printed(/listening on lo/, PATIENCE_MS);
    } catch (error) {
      await capture.stop();
      throw new Error('Packets of the loopback cannot be captured: run the test as root.', { cause: error });
    }
    return capture;
  }

  /** IPv4 packets so far with something in them, in the order of their time. */
  async packets(): Promise<CapturedPacket[]> {
    return readCapture(await readFile(join(this.#folder, 'packets.pcap')));
  }

  /** Stops and @returns how many packets the kernel lost before tcpdump could take them. */
  async stop(): Promise<number> {
    await this.#process.stop('SIGINT');
    await rm(this.#folder, { recursive: true, force: true });
    return Number(/(\d+) packets? dropped by kernel/.exec(this.#process.output)?.[1] ?? Number.NaN);
  }
}

const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
const ETHERNET_HEADER_BYTES = 14;
const UDP_HEADER_BYTES = 8;
/** Microseconds, in the byte order of the machine that wrote the file. */
const MAGIC = 0xa1b2c3d4;

/** Reads the classic file form of libpcap; a record that is still being written is left out. */
function readCapture(file: Buffer): CapturedPacket[] {
  if (file.length < FILE_HEADER_BYTES) return [];
  if (file.readUInt32LE(0) !== MAGIC) throw new Error('tcpdump wrote a file of another form');
  const packets: CapturedPacket[] = [];
  for (let at = FILE_HEADER_BYTES; at + RECORD_HEADER_BYTES <= file.length; ) {
    const length = file.readUInt32LE(at + 8);
    const begin = at + RECORD_HEADER_BYTES;
    if (begin + length > file.length) break;
    const atMs = file.readUInt32LE(at) * 1000 + file.readUInt32LE(at + 4) / 1000;
    const packet = readPacket(file.subarray(begin + ETHERNET_HEADER_BYTES, begin + length), atMs);
    if (packet && packet.payload.length > 0) packets.push(packet);
    at = begin + length;
  }
  return packets;
}

/** @param bytes from the IP header on; null for what is neither UDP nor TCP over IPv4 */
function readPacket(bytes: Buffer, atMs: number): CapturedPacket | null {
  const first = bytes[0] ?? 0;
  const protocol = bytes[9] === 17 ? 'udp' : bytes[9] === 6 ? 'tcp' : null;
  if (first >> 4 !== 4 || protocol === null) return null;
  const segment = bytes.subarray((first & 0x0f) * 4, bytes.readUInt16BE(2));
  const headerBytes = protocol === 'udp' ? UDP_HEADER_BYTES : ((segment[12] ?? 0) >> 4) * 4;
  const end = (address: number, port: number): string =>
    `${bytes.subarray(address, address + 4).join('.')}:${segment.readUInt16BE(port)}`;
  return {
    atMs,
    protocol,
    source: end(12, 0),
    destination: end(16, 2),
    payload: segment.subarray(headerBytes),
  };
}
