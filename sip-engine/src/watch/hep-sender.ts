import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, isIPv6, type Socket as TcpSocket } from 'node:net';
import type { EngineLog } from '../engine-log.ts';
import { type HepIdentity, hepPacket, MAX_HEP_PAYLOAD_BYTES } from './hep-packet.ts';
import type { WireCopy, Wiretap } from './wire-copy.ts';

export interface HepOptions extends HepIdentity {
  readonly host: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp';
}

export interface HepCounts {
  readonly sent: number;
  /** Not sent, because the capture server is away or slow, or the message too long. */
  readonly dropped: number;
  /** What waits to be sent, in bytes. */
  readonly waitingBytes: number;
}

/** What may wait for the capture server, in bytes. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
const RECONNECT_AFTER_MS = 5_000;
/** One line of log for many losses, in ms. */
const COMPLAIN_EVERY_MS = 60_000;

/**
 * Copies every SIP message to a capture server (Homer) by HEP version 3. It never waits: what does not fit into its
 * buffer is dropped and counted.
 */
export class HepSender implements Wiretap {
  readonly #options: HepOptions;
  readonly #log: EngineLog;
  #udp: UdpSocket | null = null;
  #tcp: TcpSocket | null = null;
  #ready = false;
  #reconnect: NodeJS.Timeout | undefined;
  #waitingBytes = 0;
  #sent = 0;
  #dropped = 0;
  #complainedAtMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(options: HepOptions, log: EngineLog) {
    this.#options = options;
    this.#log = log;
    this.#open();
  }

  get counts(): HepCounts {
    return { sent: this.#sent, dropped: this.#dropped, waitingBytes: this.#waitingBytes };
  }

  tap(copy: WireCopy, callId: string): void {
    const full = this.#waitingBytes + copy.bytes.length > MAX_WAITING_BYTES;
    if (!this.#ready || full || copy.bytes.length > MAX_HEP_PAYLOAD_BYTES) {
      this.#dropped += 1;
      return;
    }
    const packet = hepPacket(copy, callId, this.#options);
    this.#waitingBytes += packet.length;
    const written = (error?: Error | null): void => {
      this.#waitingBytes -= packet.length;
      if (error) this.#failed(error);
      else this.#sent += 1;
    };
    if (this.#udp !== null) this.#udp.send(packet, written);
    else this.#tcp?.write(packet, written);
  }

  #open(): void {
    if (this.#options.transport === 'udp') this.#openUdp();
    else this.#openTcp();
  }

  #openUdp(): void {
    const { host, port } = this.#options;
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    socket.unref();
    // A name that cannot be resolved, or a server that refuses: it may come back.
    socket.on('error', (error) => this.#complain(error));
    socket.connect(port, host, (error?: Error | null) => {
      if (this.#closed) return;
      this.#ready = !error;
      if (!error) return;
      this.#complain(error);
      socket.close();
      this.#tryAgain();
    });
    this.#udp = socket;
  }

  #openTcp(): void {
    const { host, port } = this.#options;
    const socket = connect({ host, port });
    socket.unref();
    socket.on('connect', () => {
      this.#ready = true;
    });
    socket.on('error', (error) => this.#complain(error));
    socket.on('close', () => this.#tryAgain());
    this.#tcp = socket;
  }

  #tryAgain(): void {
    this.#ready = false;
    if (this.#closed) return;
    this.#reconnect = setTimeout(() => this.#open(), RECONNECT_AFTER_MS);
    this.#reconnect.unref();
  }

  #failed(error: Error): void {
    this.#dropped += 1;
    this.#complain(error);
  }

  #complain(error: Error): void {
    const nowMs = performance.now();
    if (this.#closed || nowMs - this.#complainedAtMs < COMPLAIN_EVERY_MS) return;
    this.#complainedAtMs = nowMs;
    const { host, port } = this.#options;
    this.#log.warn('the capture server cannot be reached', { host, port, dropped: this.#dropped, error });
  }

  close(): void {
    this.#closed = true;
    this.#ready = false;
    clearTimeout(this.#reconnect);
    this.#udp?.close();
    this.#tcp?.destroy();
  }
}
