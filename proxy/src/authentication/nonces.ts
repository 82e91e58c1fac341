import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import { GenerationalMap } from './generational-map.ts';

/** Server nonces: issued without keeping anything, remembered only from their first successful use. */
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
  /** How many used nonces are remembered; when more are live, the oldest become stale early. */
  readonly maxRemembered: number;
}

const BOOT_AT = 6;
const COUNTER_AT = 10;
const MAC_AT = 15;
const NONCE_BYTES = 27;
const NONCE_LENGTH = (NONCE_BYTES * 4) / 3;
const nonceCountWindow = 32;

interface Uses {
  highest: number;
  /** Bit n: `highest - n` was used. */
  window: number;
}

/** A nonce is base64url of: time (6 bytes), this process (4), a counter (5), truncated HMAC-SHA-256 (12). */
export function createNonces(options: NonceOptions): Nonces {
  const { now, lifetimeMs } = options;
  const key = createSecretKey(Buffer.from(options.secret));
  const boot = randomBytes(4).readUInt32BE(0);
  let counter = 0;
  let forgottenUpTo = 0;
  const uses = new GenerationalMap<number, Uses>({
    maxEntries: options.maxRemembered,
    turnAfterMs: lifetimeMs,
    now,
    dropped(generation) {
      // Nothing up to here can be told from a replay any more.
      for (const id of generation.keys()) if (id > forgottenUpTo) forgottenUpTo = id;
    },
  });
  const mac = (body: Buffer, source: string): Buffer =>
    createHmac('sha256', key)
      .update(body)
      .update(source)
      .digest()
      .subarray(0, NONCE_BYTES - MAC_AT);

  return {
    issue(source) {
      counter += 1;
      const bytes = Buffer.allocUnsafe(NONCE_BYTES);
      bytes.writeUIntBE(now(), 0, 6);
      bytes.writeUInt32BE(boot, BOOT_AT);
      bytes.writeUIntBE(counter, COUNTER_AT, 5);
      mac(bytes.subarray(0, MAC_AT), source).copy(bytes, MAC_AT);
      return bytes.toString('base64url');
    },
    examine(nonce, source) {
      if (nonce.length !== NONCE_LENGTH) return null;
      const bytes = Buffer.from(nonce, 'base64url');
      if (bytes.length !== NONCE_BYTES) return null;
      if (!timingSafeEqual(mac(bytes.subarray(0, MAC_AT), source), bytes.subarray(MAC_AT))) return null;
      const ageMs = now() - bytes.readUIntBE(0, 6);
      const id = bytes.readUIntBE(COUNTER_AT, 5);
      if (bytes.readUInt32BE(BOOT_AT) !== boot || ageMs >= lifetimeMs) return null;
      return id > forgottenUpTo || uses.get(id) ? id : null;
    },
    use(id, nonceCount) {
      const known = uses.get(id);
      if (nonceCount === 0 || (nonceCount === null && known)) return false;
      if (known) return markUsed(known, nonceCount ?? 0);
      if (id <= forgottenUpTo) return false;
      // A nonce used in the old form has no counts left.
      uses.set(id, { highest: nonceCount ?? Number.MAX_SAFE_INTEGER, window: 1 });
      return true;
    },
  };
}

function markUsed(uses: Uses, nonceCount: number): boolean {
  const ahead = nonceCount - uses.highest;
  if (ahead > 0) {
    uses.window = ahead < nonceCountWindow ? (uses.window << ahead) | 1 : 1;
    uses.highest = nonceCount;
    return true;
  }
  const bit = 1 << -ahead;
  if (-ahead >= nonceCountWindow || (uses.window & bit) !== 0) return false;
  uses.window |= bit;
  return true;
}
