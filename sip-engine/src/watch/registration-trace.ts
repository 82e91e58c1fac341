import { type TracedMessage, tracedMessage } from './message-ring.ts';
import { isRegistration, type WireCopy } from './wire-copy.ts';

const TO_USER = /^(?:to|t)[ \t]*:[^\r\n]*?\bsips?:([^@;>\s]+)@/im;

/** Users who can be recorded at a time; beyond it the one who was asked for first is forgotten. */
const MAX_USERS = 20;
/** Messages kept of one user: the last ones. */
const MAX_MESSAGES = 200;
/** Octets kept of one user: a REGISTER may be large. */
const MAX_BYTES = 256 * 1024;
/** What was recorded is forgotten this long after the recording, in ms. */
const KEPT_MS = 60 * 60 * 1000;

/** The registrations of one user that passed while they were recorded. */
export interface RegistrationRecording {
  /** Unix time in ms. */
  readonly untilMs: number;
  /** In the order they passed, without secrets. */
  readonly messages: readonly TracedMessage[];
}

interface Recorded {
  untilMs: number;
  copies: WireCopy[];
  bytes: number;
}

/**
 * The registrations of those users whom somebody asks about: why does this phone not register. Of all others nothing is
 * looked at, for they come by the thousand.
 */
export class RegistrationTrace {
  readonly #users = new Map<string, Recorded>();
  readonly #now: () => number;
  #lastUntilMs = 0;

  /** @param now Unix time in ms */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Whether anybody is recorded now. */
  get active(): boolean {
    return this.#lastUntilMs !== 0 && this.#now() < this.#lastUntilMs;
  }

  /**
   * Records the REGISTERs whose To has this user part, in both directions, and what answers them.
   * @param forMs from now; what was recorded of the user before stays
   */
  record(user: string, forMs: number): void {
    this.#forgetOld();
    const untilMs = this.#now() + forMs;
    const known = this.#users.get(user);
    this.#users.delete(user);
    const [first] = this.#users.keys();
    if (this.#users.size >= MAX_USERS && first !== undefined) this.#users.delete(first);
    this.#users.set(user, { copies: [], bytes: 0, ...known, untilMs });
    this.#lastUntilMs = Math.max(this.#lastUntilMs, untilMs);
  }

  tap(copy: WireCopy): void {
    if (!isRegistration(copy.bytes)) return;
    const user = TO_USER.exec(copy.bytes.toString('latin1'))?.[1];
    const recorded = this.#users.get(unescaped(user ?? ''));
    if (recorded === undefined || this.#now() >= recorded.untilMs) return;
    recorded.copies.push({ ...copy, bytes: Buffer.from(copy.bytes) });
    recorded.bytes += copy.bytes.length;
    while (recorded.copies.length > MAX_MESSAGES || recorded.bytes > MAX_BYTES) {
      recorded.bytes -= recorded.copies.shift()?.bytes.length ?? recorded.bytes;
    }
  }

  /** Null when the user was not recorded within the last hour. */
  of(user: string): RegistrationRecording | null {
    this.#forgetOld();
    const recorded = this.#users.get(user);
    if (recorded === undefined) return null;
    return { untilMs: recorded.untilMs, messages: recorded.copies.map(tracedMessage) };
  }

  /** Octets held of all users. */
  get bytes(): number {
    let bytes = 0;
    for (const recorded of this.#users.values()) bytes += recorded.bytes;
    return bytes;
  }

  #forgetOld(): void {
    const endedBeforeMs = this.#now() - KEPT_MS;
    for (const [user, { untilMs }] of this.#users) if (untilMs < endedBeforeMs) this.#users.delete(user);
  }
}

/** RFC 3261 §19.1.4: an escaped character is the character. */
function unescaped(user: string): string {
  return user.replace(/%([0-9a-f]{2})/gi, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
