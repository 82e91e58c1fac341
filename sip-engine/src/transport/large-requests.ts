import { endpointKey, type Flow, type Target } from './flow.ts';

/** RFC 3261 §18.1.1: what may go by UDP when the path's MTU is not known. */
const MAX_UDP_REQUEST_BYTES = 1300;

/** The path to this machine itself is known: 65,536 octets, less what the RFC wants to spare. */
const MAX_LOOPBACK_REQUEST_BYTES = 65_336;

/** A NAT lets no connection through and does not say so; the caller must not wait for that as for any other. */
const CONNECT_TIMEOUT_MS = 1_000;

/** One that did not take a connection gets large requests by UDP for so long. */
const REMEMBERED_MS = 60 * 60 * 1000;
const MAX_REMEMBERED = 10_000;

export interface LargeRequestOptions {
  /** Larger ones go by TCP; default: 1300, and to this machine what the loopback takes. */
  readonly maxUdpBytes?: number | undefined;
  /** Whether there is a TCP listener from which to connect to this address. */
  canConnect(address: string): boolean;
  /** The TCP connection to a target, opened within the time when there is none; rejects when it does not come about. */
  connect(target: Target, timeoutMs: number): Promise<Flow>;
  /** Monotonic, in ms. */
  readonly now?: () => number;
}

/** The way of requests that are too large for UDP: TCP, and UDP all the same when the peer takes no connection. */
export class LargeRequests {
  readonly #options: LargeRequestOptions;
  readonly #now: () => number;
  /** Until when a peer is known to take no connections. */
  readonly #refusedUntilMs = new Map<string, number>();
  readonly #counts = { tcp: 0, udp: 0 };

  constructor(options: LargeRequestOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** How many large requests went by TCP, and by UDP because TCP was refused. */
  get counts(): { readonly tcp: number; readonly udp: number } {
    return { ...this.#counts };
  }

  /** Whether a request of this size must not go by this flow if there is another way. */
  isTooLarge(flow: Flow, requestBytes: number): boolean {
    if (flow.protocol !== 'udp') return false;
    const loopback = flow.remoteAddress === '::1' || flow.remoteAddress.startsWith('127.');
    const usual = loopback ? MAX_LOOPBACK_REQUEST_BYTES : MAX_UDP_REQUEST_BYTES;
    return requestBytes > (this.#options.maxUdpBytes ?? usual);
  }

  /** The flow for a large request to the peer of a UDP flow; never rejects. */
  async flowFor(flow: Flow): Promise<Flow> {
    const { remoteAddress: address, remotePort: port } = flow;
    const key = endpointKey(address, port);
    if (this.#options.canConnect(address) && (this.#refusedUntilMs.get(key) ?? 0) <= this.#now()) {
      try {
        const connection = await this.#options.connect(
          { protocol: 'tcp', address, port },
          CONNECT_TIMEOUT_MS,
        );
        this.#counts.tcp += 1;
        return connection;
      } catch {
        this.#remember(key);
      }
    }
    this.#counts.udp += 1;
    return flow;
  }

  #remember(key: string): void {
    this.#refusedUntilMs.delete(key);
    this.#refusedUntilMs.set(key, this.#now() + REMEMBERED_MS);
    const [oldest] = this.#refusedUntilMs.keys();
    if (this.#refusedUntilMs.size > MAX_REMEMBERED && oldest !== undefined)
      this.#refusedUntilMs.delete(oldest);
  }
}
