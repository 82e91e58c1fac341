import { randomFillSync, randomInt } from 'node:crypto';

/** Server nonces: random ones. The latest are remembered, in 32 octets each, with what was used of them. */
export interface Nonces {
  /** @param source the client's address: the nonce is worth nothing from another one */
  issue(source: string): string;
  /**
   * @returns the nonce's id, or null when it is not ours, too old, from another address, made before this process
   *   started, or so old that it was forgotten: the client gets a fresh one with `stale=true`
   */
  examine(nonce: string, source: string): number | null;
  /**
   * Marks a use (RFC 7616 §3.4.5). Counts may arrive out of order within `nonceCountWindow`.
   * @param nonceCount null for the form of RFC 2069, which may use a nonce only once
   * @returns false when that count was used before, which is a replay, or nobody can tell any more
   */
  use(id: number, nonceCount: number | null): boolean;
}

export interface NonceOptions {
  readonly now: () => number;
  /** How long a nonce may be used, in ms. */
  readonly lifetimeMs: number;
  /** How many nonces are remembered, rounded up to a power of two; older ones become stale early. */
  readonly maxRemembered: number;
}

/** A nonce is its id and 96 random bits in base64url. Ids count up from 1. */
const ID_BYTES = 6;
const RANDOM_WORDS = 3;
const NONCE_BYTES = ID_BYTES + 4 * RANDOM_WORDS;
const NONCE_LENGTH = (NONCE_BYTES / 3) * 4;
/** The system is asked for random octets once for so many nonces, which is most of their cost. */
const DRAWN_AT_ONCE = 256;
const nonceCountWindow = 32;
/** RFC 7616 §3.4: eight hexadecimal digits. */
const LAST_COUNT = 0xffff_ffff;

/**
 * Nothing needs to be signed, since uses must be remembered anyway (RFC 7616 §5.12): what a nonce says is compared with
 * what lies in a ring, in the order of their issue and without an object each.
 */
export function createNonces({ now, lifetimeMs, maxRemembered }: NonceOptions): Nonces {
  const places = 2 ** Math.ceil(Math.log2(Math.max(2, maxRemembered)));
  const mask = places - 1;
  const randoms = new Int32Array(places * RANDOM_WORDS);
  const sources = new Int32Array(places);
  const issuedAtMs = new Float64Array(places);
  const uses = createUses(places);
  const keyOf = createSourceKey();
  const drawn = Buffer.alloc(NONCE_BYTES * DRAWN_AT_ONCE);
  let nextDrawn = drawn.length;
  const given = Buffer.alloc(NONCE_BYTES);
  let lastId = 0;

  const isRemembered = (id: number): boolean => id > 0 && id <= lastId && id > lastId - places;

  return {
    issue(source) {
      if (nextDrawn === drawn.length) {
        randomFillSync(drawn);
        nextDrawn = 0;
      }
      lastId += 1;
      const [start, place] = [nextDrawn, lastId & mask];
      nextDrawn += NONCE_BYTES;
      drawn.writeUIntBE(lastId, start, ID_BYTES);
      for (let word = 0; word < RANDOM_WORDS; word += 1)
        randoms[place * RANDOM_WORDS + word] = drawn.readInt32LE(start + ID_BYTES + 4 * word);
      sources[place] = keyOf(source);
      issuedAtMs[place] = now();
      uses.clear(place);
      return drawn.toString('base64url', start, nextDrawn);
    },
    examine(nonce, source) {
      if (nonce.length !== NONCE_LENGTH || given.write(nonce, 'base64url') !== NONCE_BYTES) return null;
      const id = given.readUIntBE(0, ID_BYTES);
      if (!isRemembered(id)) return null;
      const place = id & mask;
      let difference = (sources[place] ?? 0) ^ keyOf(source);
      for (let word = 0; word < RANDOM_WORDS; word += 1)
        difference |= (randoms[place * RANDOM_WORDS + word] ?? 0) ^ given.readInt32LE(ID_BYTES + 4 * word);
      const isFresh = now() - (issuedAtMs[place] ?? 0) < lifetimeMs;
      return difference === 0 && isFresh ? id : null;
    },
    use(id, nonceCount) {
      return nonceCount !== 0 && isRemembered(id) && uses.mark(id & mask, nonceCount);
    },
  };
}

/** Which counts of the nonce at each place were used. */
function createUses(places: number) {
  /** 0: nothing was used yet. */
  const highest = new Uint32Array(places);
  /** Bit n: `highest - n` was used. */
  const windows = new Int32Array(places);

  return {
    clear(place: number): void {
      highest[place] = 0;
      windows[place] = 0;
    },

    /** @returns false when it was used before, or so long ago that nobody can tell */
    mark(place: number, nonceCount: number | null): boolean {
      const window = windows[place] ?? 0;
      if (nonceCount === null) {
        if (window !== 0) return false;
        // One used in the old form has no counts left.
        highest[place] = LAST_COUNT;
        windows[place] = 1;
        return true;
      }
      const ahead = nonceCount - (highest[place] ?? 0);
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

/** FNV-1a of a source from a seed of our own: which other sources have the same one nobody else can know. */
function createSourceKey(): (source: string) => number {
  const seed = randomInt(2 ** 32);
  let last = { source: '', key: seed };
  return (source) => {
    if (source === last.source) return last.key;
    let key = seed;
    for (let index = 0; index < source.length; index += 1)
      key = Math.imul(key ^ source.charCodeAt(index), 0x01000193);
    last = { source, key };
    return key;
  };
}
