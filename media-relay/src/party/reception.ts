import type { ReceptionReport } from './rtcp-packet.ts';

/** A jump of more is no loss (MAX_DROPOUT of RFC 3550 A.1). */
const MOST_LOST_AT_ONCE = 3000;
/** So late a packet may be (MAX_MISORDER). */
const MOST_LATE = 100;

/** Counts what arrives of one stream, as reports tell it (RFC 3550 A.1, A.3 and A.8). */
export class Reception {
  readonly #ssrc: number;
  #first: number | null = null;
  /** Extended by its wrap-arounds. */
  #highest = 0;
  #received = 0;
  /** The number after a jump: two in a row are a new beginning. */
  #afterJump: number | null = null;
  #clockRate: number | null = null;
  #transitTicks: number | null = null;
  #jitterTicks = 0;
  /** At the last report. */
  #before = { expected: 0, received: 0 };
  #senderReport: { readonly middle: number; readonly atMs: number } | null = null;

  constructor(ssrc: number) {
    this.#ssrc = ssrc;
  }

  /** @param sequence 16 bits */
  packet(sequence: number): void {
    if (this.#first === null) {
      this.#begin(sequence);
      return;
    }
    const ahead = (sequence - this.#highest) & 0xffff;
    if (ahead < MOST_LOST_AT_ONCE) this.#highest += ahead;
    else if (ahead <= 0x10000 - MOST_LATE) {
      const goesOn = this.#afterJump === sequence;
      this.#afterJump = (sequence + 1) & 0xffff;
      if (goesOn) this.#begin(sequence);
      return;
    }
    this.#received += 1;
  }

  #begin(sequence: number): void {
    this.#first = sequence;
    this.#highest = sequence;
    this.#received = 1;
    this.#afterJump = null;
    this.#transitTicks = null;
    this.#before = { expected: 0, received: 0 };
  }

  /**
   * When a packet of sound was made and when it came, for the jitter.
   * @param timestamp 32 bits, in ticks of the codec's clock
   * @param atMs when it came
   * @param clockRate of the codec, in ticks a second; with another one the jitter is measured anew
   */
  arrival(timestamp: number, atMs: number, clockRate: number): void {
    if (clockRate !== this.#clockRate) {
      this.#clockRate = clockRate;
      this.#transitTicks = null;
      this.#jitterTicks = 0;
    }
    const transit = Math.round((atMs * clockRate) / 1000) - timestamp;
    const before = this.#transitTicks;
    this.#transitTicks = transit;
    if (before === null) return;
    // Both wrap around at 32 bits.
    const difference = Math.abs((transit - before) | 0);
    this.#jitterTicks += (difference - this.#jitterTicks) / 16;
  }

  /** Its sender reported. @param middle the middle 32 bits of the time that it told */
  senderReport(middle: number, atMs: number): void {
    this.#senderReport = { middle, atMs };
  }

  /**
   * What is to be told now; the next one tells the fraction lost since. Null when nothing came since the last one
   * (RFC 3550 §6.4).
   */
  report(nowMs: number): ReceptionReport | null {
    if (this.#first === null || this.#received === this.#before.received) return null;
    const expected = this.#highest - this.#first + 1;
    const expectedSince = expected - this.#before.expected;
    const lostSince = expectedSince - (this.#received - this.#before.received);
    this.#before = { expected, received: this.#received };
    const last = this.#senderReport;
    return {
      ssrc: this.#ssrc,
      fractionLost:
        expectedSince > 0 && lostSince > 0 ? Math.min(255, Math.floor((lostSince * 256) / expectedSince)) : 0,
      lost: expected - this.#received,
      highestSequence: this.#highest % 2 ** 32,
      jitter: Math.floor(this.#jitterTicks),
      lastSenderReport: last?.middle ?? 0,
      delaySinceLast: last === null ? 0 : Math.round(((nowMs - last.atMs) * 65_536) / 1000),
    };
  }
}
