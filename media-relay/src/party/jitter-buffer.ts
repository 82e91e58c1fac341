import { FRAME_MS } from './sound.ts';

/** What the buffer needs of a packet. */
export interface Sequenced {
  /** 16 bits. */
  readonly sequence: number;
}

/** What became of a packet that came in; for one that overflows the oldest is given up. */
export type Put = 'kept' | 'late' | 'duplicate' | 'overflow';

const MIN_DELAY_MS = 40;
const MAX_DELAY_MS = 240;
/** Packets; 1 s of the usual ones. */
const CAPACITY = 50;
/** Frames that are made up when packets stay away, before the party counts as silent. */
const MOST_CONCEALED = 3;
/** Frames in a row with more sound than needed until some is left out: 2 s. */
const SURPLUS_AFTER = 100;
/** More than this too much is what came while the process or the network stood still: a delay that a talk suffers from. */
const MUCH_SURPLUS_MS = 100;
/** Then some is left out five times a second. */
const MUCH_SURPLUS_AFTER = 10;
/** Frames without trouble until the delay becomes shorter: 10 s. */
const CALM_AFTER = 500;
/** A jump of more is another stream (MAX_DROPOUT of RFC 3550 A.1). */
const FAR = 3000;
const REMEMBERED = 128;

/**
 * Puts the packets of one stream in order and holds them until those that are on the way have come. It waits longer
 * when packets come too late, and less when nothing happens for ten seconds.
 */
export class JitterBuffer<Packet extends Sequenced> {
  readonly #packets = new Map<number, Packet>();
  /** Numbers that came lately, by their last bits. */
  readonly #seen = new Int32Array(REMEMBERED).fill(-1);
  /** The extended number that is to be played next; null before the first packet. */
  #next: number | null = null;
  #filling = true;
  #waitedFrames = 0;
  #delayMs = MIN_DELAY_MS;
  #concealed = 0;
  #calmFrames = 0;
  #surplusFrames = 0;
  #surplusMs = 0;
  /** How much sound a packet holds; the reader knows it after the first one. */
  packetMs = FRAME_MS;

  /** How long packets are held when a talk spurt begins. */
  get delayMs(): number {
    return this.#delayMs;
  }

  put(packet: Packet): Put {
    let number = this.#extended(packet.sequence);
    if (Math.abs(number - (this.#next ?? number)) > FAR) {
      this.#restart();
      number = packet.sequence + 0x10000;
    }
    const slot = number % REMEMBERED;
    if (this.#seen[slot] === number) return 'duplicate';
    this.#seen[slot] = number;
    if (this.#next !== null && number < this.#next) {
      this.#wait();
      return 'late';
    }
    if (this.#filling && this.#packets.size === 0) this.#waitedFrames = 0;
    this.#packets.set(number, packet);
    if (this.#packets.size <= CAPACITY) return 'kept';
    this.#giveUpOldest();
    return 'overflow';
  }

  /** To be called at the beginning of each frame. */
  passFrame(): void {
    if (this.#filling) {
      if (this.#packets.size > 0) this.#waitedFrames += 1;
      return;
    }
    this.#calmFrames += 1;
    if (this.#calmFrames >= CALM_AFTER) {
      this.#calmFrames = 0;
      this.#delayMs = Math.max(MIN_DELAY_MS, this.#delayMs - FRAME_MS);
    }
    this.#surplusMs = this.#packets.size * this.packetMs - this.#delayMs - FRAME_MS;
    this.#surplusFrames = this.#surplusMs > 0 ? this.#surplusFrames + 1 : 0;
  }

  /** @returns the next packet, `lost` when it is to be made up for, null when nothing is to be played */
  take(): Packet | 'lost' | null {
    if (this.#filling && !this.#begin()) return null;
    const much = this.#surplusMs > MUCH_SURPLUS_MS;
    if (this.#surplusFrames >= (much ? MUCH_SURPLUS_AFTER : SURPLUS_AFTER)) this.#leaveOneOut();
    if (this.#next === null) return null;
    const packet = this.#packets.get(this.#next);
    if (packet !== undefined) {
      this.#packets.delete(this.#next);
      this.#next += 1;
      // It was not the end of a talk spurt but a packet that took too long.
      if (this.#concealed > 0) this.#wait();
      this.#concealed = 0;
      return packet;
    }
    if (this.#packets.size === 0) return this.#runDry();
    this.#next += 1;
    return 'lost';
  }

  #begin(): boolean {
    if (this.#packets.size === 0 || this.#waitedFrames * FRAME_MS < this.#delayMs) return false;
    this.#filling = false;
    this.#surplusFrames = 0;
    this.#next = Math.min(...this.#packets.keys());
    return true;
  }

  /** Nothing is there: it may come yet, and then it is played. */
  #runDry(): 'lost' | null {
    this.#concealed += 1;
    if (this.#concealed <= MOST_CONCEALED) return 'lost';
    this.#concealed = 0;
    this.#filling = true;
    this.#waitedFrames = 0;
    return null;
  }

  #wait(): void {
    this.#calmFrames = 0;
    this.#delayMs = Math.min(MAX_DELAY_MS, this.#delayMs + FRAME_MS);
  }

  /** Not the newest: its place would be a hole, behind which the next ones found no room either. */
  #giveUpOldest(): void {
    const oldest = Math.min(...this.#packets.keys());
    this.#packets.delete(oldest);
    if (this.#next !== null) this.#next = Math.max(this.#next, oldest + 1);
  }

  /** The other clock is faster, or packets came in a burst: what waits for long is given up bit by bit. */
  #leaveOneOut(): void {
    this.#surplusFrames = 0;
    if (this.#next === null) return;
    this.#packets.delete(this.#next);
    this.#next += 1;
  }

  #restart(): void {
    this.#packets.clear();
    this.#seen.fill(-1);
    this.#next = null;
    this.#filling = true;
    this.#waitedFrames = 0;
    this.#concealed = 0;
  }

  /** The number without its wrapping around: the one nearest to what was there last. */
  #extended(sequence: number): number {
    const near = this.#next ?? Math.max(-1, ...this.#packets.keys());
    if (near < 0) return sequence + 0x10000;
    const ahead = (sequence - near) & 0xffff;
    return near + (ahead < 0x8000 ? ahead : ahead - 0x10000);
  }
}
