/** Octets of answers and of what finds them, in one piece. */
interface Page {
  readonly memory: Buffer;
  used: number;
  /** Answers in it that are still kept. */
  answers: number;
}

const PAGE_BYTES = 256 * 1024;
const SPARE_PAGES = 8;
const FIRST_CAPACITY = 1024;
/** Answers due close together are forgotten together, in ms. */
const MIN_WAIT_MS = 200;

/** Of each answer: its key's hash, where it begins in its page, the octets of its key and of itself. */
const FIELDS = 4;

export interface AnsweredRequestsOptions {
  /** How long each answer is kept, in ms. */
  readonly keepMs: number;
  readonly maxAnswers: number;
}

/**
 * Final responses to requests other than INVITE, until Timer J, for when the request comes again (RFC 3261 §17.2.2,
 * Completed). There may be hundreds of thousands, and all that most of them ever do is wait: they lie as octets, in the
 * order of their coming, in memory that is used again, so that the garbage collector meets no object of theirs.
 */
export class AnsweredRequests {
  readonly #options: AnsweredRequestsOptions;
  /** A sender must not be able to choose keys that all lie in one place. */
  readonly #seed = Math.floor(Math.random() * 2 ** 31);
  /** A ring: the oldest at `#first`. */
  #fields = new Int32Array(FIRST_CAPACITY * FIELDS);
  #dueMs = new Float64Array(FIRST_CAPACITY);
  #pageOf = new Array<Page | null>(FIRST_CAPACITY).fill(null);
  #first = 0;
  #size = 0;
  /** Open addressing with linear probing: 0, or one more than a place in the ring. */
  #places = new Int32Array(FIRST_CAPACITY * 2);
  #page: Page = newPage();
  readonly #spare: Page[] = [];
  #timer: NodeJS.Timeout | null = null;
  /** A request is looked for and soon after answered. */
  #lastKey: string | null = null;
  #lastHash = 0;

  constructor(options: AnsweredRequestsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * @param key one character per octet; not kept already
   * @param answerLength in octets
   * @returns where the answer is to be written, before anything else is kept; null: there is no room for it
   */
  keep(key: string, answerLength: number): Buffer | null {
    const length = key.length + answerLength;
    if (this.#size >= this.#options.maxAnswers || length > PAGE_BYTES) return null;
    if (this.#size === this.#dueMs.length) this.#resize(this.#size * 2);
    const page = this.#pageFor(length);
    const place = (this.#first + this.#size) & (this.#dueMs.length - 1);
    this.#pageOf[place] = page;
    this.#dueMs[place] = performance.now() + this.#options.keepMs;
    const at = place * FIELDS;
    this.#fields[at] = this.#hash(key);
    this.#fields[at + 1] = page.used;
    this.#fields[at + 2] = key.length;
    this.#fields[at + 3] = answerLength;
    page.memory.write(key, page.used, 'latin1');
    page.used += length;
    page.answers += 1;
    this.#size += 1;
    this.#link(place);
    this.#timer ??= setTimeout(this.#expire, this.#options.keepMs);
    return page.memory.subarray(page.used - answerLength, page.used);
  }

  /** A copy of the answer, or null. */
  find(key: string): Buffer | null {
    const place = this.#placeOf(key);
    if (place < 0) return null;
    const at = place * FIELDS;
    const start = (this.#fields[at + 1] ?? 0) + key.length;
    const answer = this.#pageOf[place]?.memory.subarray(start, start + (this.#fields[at + 3] ?? 0));
    return answer === undefined ? null : Buffer.from(answer);
  }

  has(key: string): boolean {
    return this.#placeOf(key) >= 0;
  }

  clear(): void {
    while (this.#size > 0) this.#dropFirst();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  readonly #expire = (): void => {
    this.#timer = null;
    const nowMs = performance.now();
    // Timers round down to the millisecond.
    while (this.#size > 0 && (this.#dueMs[this.#first] ?? 0) <= nowMs + 1) this.#dropFirst();
    if (this.#size === 0) {
      if (this.#dueMs.length > FIRST_CAPACITY) this.#resize(FIRST_CAPACITY);
      return;
    }
    const nextMs = (this.#dueMs[this.#first] ?? 0) - nowMs;
    this.#timer = setTimeout(this.#expire, Math.max(MIN_WAIT_MS, nextMs));
  };

  /** The place in the ring, or -1. */
  #placeOf(key: string): number {
    const mask = this.#places.length - 1;
    const hash = this.#hash(key);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const place = (this.#places[slot] ?? 0) - 1;
      if (place < 0 || (this.#fields[place * FIELDS] === hash && this.#isAt(place, key))) return place;
    }
  }

  #isAt(place: number, key: string): boolean {
    const memory = this.#pageOf[place]?.memory;
    const at = place * FIELDS;
    const start = this.#fields[at + 1] ?? 0;
    if (memory === undefined || this.#fields[at + 2] !== key.length) return false;
    for (let index = 0; index < key.length; index++)
      if (memory[start + index] !== key.charCodeAt(index)) return false;
    return true;
  }

  #link(place: number): void {
    const mask = this.#places.length - 1;
    let slot = (this.#fields[place * FIELDS] ?? 0) & mask;
    while (this.#places[slot] !== 0) slot = (slot + 1) & mask;
    this.#places[slot] = place + 1;
  }

  #dropFirst(): void {
    const place = this.#first;
    this.#unlink(place);
    const page = this.#pageOf[place];
    this.#pageOf[place] = null;
    this.#first = (place + 1) & (this.#dueMs.length - 1);
    this.#size -= 1;
    if (page) this.#release(page);
  }

  /** What stands behind in the same run moves up, else it would not be found any more. */
  #unlink(place: number): void {
    const places = this.#places;
    const mask = places.length - 1;
    let hole = (this.#fields[place * FIELDS] ?? 0) & mask;
    while (places[hole] !== place + 1) hole = (hole + 1) & mask;
    for (let next = (hole + 1) & mask; places[next] !== 0; next = (next + 1) & mask) {
      const home = (this.#fields[((places[next] ?? 0) - 1) * FIELDS] ?? 0) & mask;
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      places[hole] = places[next] ?? 0;
      hole = next;
    }
    places[hole] = 0;
  }

  #pageFor(length: number): Page {
    if (this.#page.used + length <= PAGE_BYTES) return this.#page;
    this.#page = this.#spare.pop() ?? newPage();
    return this.#page;
  }

  #release(page: Page): void {
    page.answers -= 1;
    if (page.answers > 0) return;
    page.used = 0;
    if (page !== this.#page && this.#spare.length < SPARE_PAGES) this.#spare.push(page);
  }

  /** Moves to a ring of another size, the oldest first again, and to a table beside it. */
  #resize(capacity: number): void {
    const [fields, dueMs, pageOf, mask] = [this.#fields, this.#dueMs, this.#pageOf, this.#dueMs.length - 1];
    this.#fields = new Int32Array(capacity * FIELDS);
    this.#dueMs = new Float64Array(capacity);
    this.#pageOf = new Array<Page | null>(capacity).fill(null);
    this.#places = new Int32Array(capacity * 2);
    const untilEnd = Math.min(this.#size, dueMs.length - this.#first);
    const fromStart = this.#size - untilEnd;
    this.#fields.set(fields.subarray(this.#first * FIELDS, (this.#first + untilEnd) * FIELDS));
    this.#fields.set(fields.subarray(0, fromStart * FIELDS), untilEnd * FIELDS);
    this.#dueMs.set(dueMs.subarray(this.#first, this.#first + untilEnd));
    this.#dueMs.set(dueMs.subarray(0, fromStart), untilEnd);
    for (let place = 0; place < this.#size; place++) {
      const old = (this.#first + place) & mask;
      this.#pageOf[place] = pageOf[old] ?? null;
      this.#link(place);
    }
    this.#first = 0;
  }

  /** FNV-1a, from a seed of our own. */
  #hash(key: string): number {
    if (key === this.#lastKey) return this.#lastHash;
    let hash = this.#seed;
    for (let index = 0; index < key.length; index++)
      hash = Math.imul(hash ^ key.charCodeAt(index), 16_777_619);
    this.#lastKey = key;
    this.#lastHash = hash ^ (hash >>> 15);
    return this.#lastHash;
  }
}

function newPage(): Page {
  return { memory: Buffer.allocUnsafeSlow(PAGE_BYTES), used: 0, answers: 0 };
}
