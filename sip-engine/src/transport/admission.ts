import type { BlockList } from 'node:net';
import { asNetwork, contains, networks } from './bound-address.ts';
import { numericAddress } from './flow.ts';
import type { ConnectionRefusal, RefusalCounts } from './refusals.ts';
import { addressOctets } from './stun.ts';

/** A TCP connection, whoever listens for it; over TLS the TLS socket will do. */
export interface AdmittedSocket {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly localPort?: number | undefined;
  once(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
}

export interface AdmissionLimits {
  readonly maxConnections: number;
  /** Of IPv6 from one /64. */
  readonly maxPerAddress: number;
  /** Addresses and networks (`10.0.0.0/8`) whose number of connections that does not limit. */
  readonly uncappedAddresses: readonly string[];
}

/** Who may connect: how many sockets there are, in all and from each address, and which still owe a handshake. */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #uncapped: BlockList;
  readonly #refusals: RefusalCounts<ConnectionRefusal>;
  readonly #bySource = new Map<string, number>();
  /** Sockets that owe a handshake, and by when, in the order of their coming; by ports, for TLS wraps a socket. */
  readonly #owing = new Map<string, { readonly socket: AdmittedSocket; readonly dueMs: number }>();
  #count = 0;

  /** @throws Error when a network is not written as `address/bits` */
  constructor(limits: AdmissionLimits, refusals: RefusalCounts<ConnectionRefusal>) {
    this.#limits = limits;
    this.#uncapped = networks(limits.uncappedAddresses.map(asNetwork));
    this.#refusals = refusals;
  }

  get isFull(): boolean {
    return this.#count >= this.#limits.maxConnections;
  }

  /** Sockets that connected and are no flow yet. */
  get handshaking(): number {
    return this.#owing.size;
  }

  /** Counts a socket that came in, until it closes; null when it may stay, else why it may not. Counts and logs that. */
  admit(socket: AdmittedSocket): ConnectionRefusal | null {
    const address = numericAddress(socket.remoteAddress ?? '');
    const source = sourceOf(address);
    const fromThere = this.#bySource.get(source) ?? 0;
    const tooMany = fromThere >= this.#limits.maxPerAddress && !contains(this.#uncapped, address);
    const refusal = tooMany ? 'too-many-from-address' : this.isFull ? 'too-many' : null;
    if (refusal !== null) {
      this.#refusals.add(refusal, { address, fromThere });
      return refusal;
    }
    this.#bySource.set(source, fromThere + 1);
    this.hold(socket);
    socket.once('close', () => this.#release(source));
    return null;
  }

  /** Counts a socket that we opened. */
  hold(socket: AdmittedSocket): void {
    this.#count += 1;
    socket.once('close', () => {
      this.#count -= 1;
    });
  }

  /** Until `dueMs`, never before that of an earlier socket, its TLS and WebSocket handshakes must be done. */
  awaitHandshake(socket: AdmittedSocket, dueMs: number): void {
    const key = keyOf(socket);
    this.#owing.set(key, { socket, dueMs });
    socket.once('close', () => this.#owing.delete(key));
  }

  /** @param socket the one that was admitted, or what TLS made of it */
  handshakeDone(socket: AdmittedSocket): void {
    this.#owing.delete(keyOf(socket));
  }

  /** Ends those whose time for the handshake is over; `nowMs` is monotonic. */
  sweep(nowMs: number): void {
    for (const [key, { socket, dueMs }] of this.#owing) {
      if (dueMs > nowMs) break;
      this.#owing.delete(key);
      this.#refusals.add('handshake-timeout', { address: numericAddress(socket.remoteAddress ?? '') });
      socket.destroy();
    }
  }

  /** Ends those that still owe a handshake. */
  close(): void {
    for (const { socket } of this.#owing.values()) socket.destroy();
    this.#owing.clear();
  }

  #release(source: string): void {
    const left = (this.#bySource.get(source) ?? 0) - 1;
    if (left > 0) this.#bySource.set(source, left);
    else this.#bySource.delete(source);
  }
}

/** Of IPv6 the /64: whoever has one address has all of it (RFC 4291 §2.5.4), and could come from each in turn. */
function sourceOf(address: string): string {
  return address.includes(':') ? addressOctets(address).toString('hex', 0, 8) : address;
}

function keyOf({ remoteAddress = '', remotePort = 0, localPort = 0 }: AdmittedSocket): string {
  return `${remoteAddress}|${remotePort}|${localPort}`;
}
