import { randomFillSync, randomInt, randomUUID } from 'node:crypto';

/** RFC 3261 §8.1.1.7: a branch that starts so is unique across space and time. */
export const BRANCH_COOKIE = 'z9hG4bK';

const TAG_BYTES = 8;
const BRANCH_BYTES = 12;
const pool = Buffer.alloc(8192);
let used = pool.length;

/** Cryptographically random hex; the system is asked once for many tokens, which is most of the cost. */
function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const text = pool.toString('hex', used, used + bytes);
  used += bytes;
  return text;
}

/** A From or To tag with 64 random bits (RFC 3261 §19.3 asks for 32). */
export function newTag(): string {
  return randomHex(TAG_BYTES);
}

const tagSeed = randomInt(2 ** 32);

/** A To tag for a request that is not remembered: the same for its repetitions (RFC 3261 §8.2.7). 16 hex digits. */
export function tagFor(transactionKey: string): string {
  let [low, high] = [tagSeed, ~tagSeed];
  for (let index = 0; index < transactionKey.length; index += 1) {
    const code = transactionKey.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x5bd1e995);
  }
  words[0] = low;
  words[1] = high ^ (low >>> 15);
  return octetsOfWords.toString('hex');
}

const words = new Int32Array(2);
const octetsOfWords = Buffer.from(words.buffer);

/** A Via branch with the magic cookie and 96 random bits. */
export function newBranch(): string {
  return BRANCH_COOKIE + randomHex(BRANCH_BYTES);
}

export function newCallId(): string {
  return randomUUID();
}
