import { createHmac, hash, randomBytes } from 'node:crypto';
import { isSameText } from './same-text.ts';

/** Server nonces: none but the last thousand is kept; what is remembered of a use takes 16 octets. */
export interface Nonces {
  /** @param source the client's address: the nonce is worth nothing from another one */
  issue(source: string): string;
  /**
   * @returns the nonce's id, or null when it is not ours, too old, from another address, made before this process
   *   started, or so old that its use may have been forgotten: the client gets a fresh one with `stale=true`
   */
  examine(nonce: string, source: string): number | null;
  /**
   * Marks a use (RFC 7616 §3.4.5). Counts may arrive out of order within `nonceCountWindow`.
   * @param nonceCount null for the form of RFC 2069, which may use a nonce only once
   * @returns false when that count was used before: a replay
   */
  use(id: number, nonceCount: number | null): boolean;
}

export interface NonceOptions {
  /** At least 32 characters. */
  readonly secret: string;
  readonly now: () => number;
  /** How long a nonce may be used, in ms. */
  readonly lifetimeMs: number;
  /** Of how many nonces the uses are remembered, rounded up to a power of two; older ones become stale early. */
  readonly maxRemembered: number;
}

const TIME_LENGTH = 9;
const COUNTER_LENGTH = 8;
const BODY_LENGTH = TIME_LENGTH + COUNTER_LENGTH;
const MAC_LENGTH = 19;
const nonceCountWindow = 32;
/** RFC 7616 §3.4: eight hexadecimal digits. */
const LAST_COUNT = 0xffff_ffff;

/**
 * A nonce is time and counter in base 36 and 114 bits of a MAC over them and the source. The key is new in each
 * process: a nonce of another one is forged as far as this one can tell.
 */
export function createNonces(options: NonceOptions): Nonces {
  const { now, lifetimeMs } = options;
  const mac = createMac(options.secret);
  const uses = createUses(options.maxRemembered);
  const latest = createLatest();
  let counter = 0;
  const time = { ms: Number.NaN, text: '' };

  const timeText = (): string => {
    const nowMs = now();
    if (nowMs !== time.ms) {
      time.ms = nowMs;
      time.text = nowMs.toString(36).padStart(TIME_LENGTH, '0');
    }
    return time.text;
  };

  return {
    issue(source) {
      counter += 1;
      const body = timeText() + counter.toString(36).padStart(COUNTER_LENGTH, '0');
      const nonce = body + mac(body, source);
      latest.add(counter, nonce, source);
      return nonce;
    },
    examine(nonce, source) {
      if (nonce.length !== BODY_LENGTH + MAC_LENGTH) return null;
      const id = Number.parseInt(nonce.slice(TIME_LENGTH, BODY_LENGTH), 36);
      if (!latest.has(id, nonce, source)) {
        const body = nonce.slice(0, BODY_LENGTH);
        if (!isSameText(mac(body, source), nonce.slice(BODY_LENGTH))) return null;
      }
      const ageMs = now() - Number.parseInt(nonce.slice(0, TIME_LENGTH), 36);
      return ageMs < lifetimeMs && uses.remembers(id, counter) ? id : null;
    },
    use(id, nonceCount) {
      return nonceCount !== 0 && uses.remembers(id, counter) && uses.mark(id, nonceCount);
    },
  };
}

const LATEST = 1024;

/** The nonces issued last, for most are answered at once: to find one among them spares its MAC. */
function createLatest() {
  const nonces = new Array<string>(LATEST).fill('');
  const sources = new Array<string>(LATEST).fill('');
  return {
    add(id: number, nonce: string, source: string): void {
      nonces[id & (LATEST - 1)] = nonce;
      sources[id & (LATEST - 1)] = source;
    },
    has: (id: number, nonce: string, source: string): boolean =>
      isSameText(nonces[id & (LATEST - 1)] ?? '', nonce) && sources[id & (LATEST - 1)] === source,
  };
}

/** Which counts of which nonces were used: a ring over the nonces in the order of their issue, without an object each. */
function createUses(maxRemembered: number) {
  const places = 2 ** Math.ceil(Math.log2(Math.max(2, maxRemembered)));
  /** 0: nothing was used yet. */
  const ids = new Float64Array(places);
  const highest = new Uint32Array(places);
  /** Bit n: `highest - n` was used. */
  const windows = new Int32Array(places);

  return {
    /** Whether its use, if there was one, has not been written over by that of a later nonce. */
    remembers: (id: number, lastId: number): boolean => id > lastId - places,

    /** @returns false when it was used before, or so long ago that nobody can tell */
    mark(id: number, nonceCount: number | null): boolean {
      const place = id & (places - 1);
      if (ids[place] !== id) {
        ids[place] = id;
        // One used in the old form has no counts left.
        highest[place] = nonceCount ?? LAST_COUNT;
        windows[place] = 1;
        return true;
      }
      if (nonceCount === null) return false;
      const ahead = nonceCount - (highest[place] ?? 0);
      const window = windows[place] ?? 0;
      if (ahead > 0) {
        windows[place] = ahead < nonceCountWindow ? (window << ahead) | 1 : 1;
        highest[place] = nonceCount;
        return true;
      }
      const bit = 1 << -ahead;
      if (-ahead >= nonceCountWindow || (window & bit) !== 0) return false;
      windows[place] = window | bit;
      return true;
    },
  };
}

/**
 * SHA-256 over key and text, cut to less than half: what is cut off is what lengthening a message would need, so no
 * HMAC is (Coron et al., CRYPTO 2005, "chop"). Every challenge and every answer needs one, and an HMAC costs thrice as much.
 */
function createMac(secret: string): (body: string, source: string) => string {
  const key = createHmac('sha256', secret).update(randomBytes(32)).digest('hex');
  return (body, source) => hash('sha256', key + body + source, 'base64url').slice(0, MAC_LENGTH);
}
