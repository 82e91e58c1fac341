import { randomFillSync, randomUUID } from 'node:crypto';

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

/** A Via branch with the magic cookie and 96 random bits. */
export function newBranch(): string {
  return BRANCH_COOKIE + randomHex(BRANCH_BYTES);
}

export function newCallId(): string {
  return randomUUID();
}
