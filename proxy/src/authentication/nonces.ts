import { createHmac, hash, randomBytes } from 'node:crypto';
import { GenerationalMap } from './generational-map.ts';
import { isSameText } from './same-text.ts';

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

const TIME_LENGTH = 9;
const COUNTER_LENGTH = 8;
const BODY_LENGTH = TIME_LENGTH + COUNTER_LENGTH;
const MAC_LENGTH = 19;
const nonceCountWindow = 32;

interface Uses {
  highest: number;
  /** Bit n: `highest - n` was used. */
  window: number;
}

/**
 * A nonce is time and counter in base 36 and 114 bits of a MAC over them and the source. The key is new in each
 * process: a nonce of another one is forged as far as this one can tell.
 */
export function createNonces(options: NonceOptions): Nonces {
  const { now, lifetimeMs } = options;
  const mac = createMac(options.secret);
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

  return {
    issue(source) {
      counter += 1;
      const body =
        now().toString(36).padStart(TIME_LENGTH, '0') + counter.toString(36).padStart(COUNTER_LENGTH, '0');
      return body + mac(body, source);
    },
    examine(nonce, source) {
      if (nonce.length !== BODY_LENGTH + MAC_LENGTH) return null;
      const body = nonce.slice(0, BODY_LENGTH);
      if (!isSameText(mac(body, source), nonce.slice(BODY_LENGTH))) return null;
      const ageMs = now() - Number.parseInt(body.slice(0, TIME_LENGTH), 36);
      if (ageMs >= lifetimeMs) return null;
      const id = Number.parseInt(body.slice(TIME_LENGTH), 36);
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

/**
 * SHA-256 over key and text, cut to less than half: what is cut off is what lengthening a message would need, so no
 * HMAC is (Coron et al., CRYPTO 2005, "chop"). Every challenge and every answer needs one, and an HMAC costs thrice as much.
 */
function createMac(secret: string): (body: string, source: string) => string {
  const key = createHmac('sha256', secret).update(randomBytes(32)).digest('hex');
  return (body, source) => hash('sha256', key + body + source, 'base64url').slice(0, MAC_LENGTH);
}
