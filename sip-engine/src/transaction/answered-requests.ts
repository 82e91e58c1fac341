import { type KeyedPlaces, PlaceTable } from './place-table.ts';

const PAGE_BYTES = 256 * 1024;
/** A page holds 1,024 answers at most: the low bits of a place are the index in its page, the others the page's slot. */
const INDEX_BITS = 10;
const PAGE_ANSWERS = 1 << INDEX_BITS;
const INDEX_MASK = PAGE_ANSWERS - 1;
const SPARE_PAGES = 32;
/** What is not there is looked for in every table, so there must be few. */
const FIRST_SLOTS = 65_536;
const GROWTH = 4;
/** Answers due close together are forgotten together, in ms. */
const MIN_WAIT_MS = 200;

/** Of each answer: its key's hash, where it begins in its page, the octets of its key and of itself. */
const FIELDS = 4;

/** Octets of answers and of what finds them, and what is known of each, in the order of their coming. */
class Page {
  /** Where it is in `#pageAt`. */
  readonly slot: number;
  readonly memory = Buffer.allocUnsafeSlow(PAGE_BYTES);
  readonly fields = new Int32Array(PAGE_ANSWERS * FIELDS);
  readonly dueMs = new Float64Array(PAGE_ANSWERS);
  /** Octets in use. */
  used = 0;
  /** Answers that came into it, and those of them that are forgotten: the first ones. */
  count = 0;
  gone = 0;

  constructor(slot: number) {
    this.slot = slot;
  }

  hasRoomFor(length: number): boolean {
    return this.used + length <= PAGE_BYTES && this.count < PAGE_ANSWERS;
  }

  /** @returns where the answer is to be written */
  add(hash: number, key: string, answerLength: number, dueMs: number): Buffer {
    const at = this.count * FIELDS;
    this.fields[at] = hash;
    this.fields[at + 1] = this.used;
    this.fields[at + 2] = key.length;
    this.fields[at + 3] = answerLength;
    this.dueMs[this.count] = dueMs;
    this.memory.write(key, this.used, 'latin1');
    this.used += key.length + answerLength;
    this.count += 1;
    return this.memory.subarray(this.used - answerLength, this.used);
  }

  hashOf(index: number): number {
    return this.fields[index * FIELDS] ?? 0;
  }

  isKey(index: number, key: string): boolean {
    const start = this.fields[index * FIELDS + 1] ?? 0;
    if (this.fields[index * FIELDS + 2] !== key.length) return false;
    for (let octet = 0; octet < key.length; octet++)
      if (this.memory[start + octet] !== key.charCodeAt(octet)) return false;
    return true;
  }

  answer(index: number): Buffer {
    const at = index * FIELDS;
    const start = (this.fields[at + 1] ?? 0) + (this.fields[at + 2] ?? 0);
    return this.memory.subarray(start, start + (this.fields[at + 3] ?? 0));
  }

  clear(): void {
    this.used = 0;
    this.count = 0;
    this.gone = 0;
  }
}

export interface AnsweredRequestsOptions {
  /** How long each answer is kept, in ms. */
  readonly keepMs: number;
  readonly maxAnswers: number;
}

/**
 * Final responses to requests other than INVITE, until Timer J, for when the request comes again (RFC 3261 §17.2.2,
 * Completed). There may be hundreds of thousands, and all that most of them ever do is wait: they lie as octets, in the
 * order of their coming, in memory that is used again, so that the garbage collector meets no object of theirs. Nothing
 * is ever moved: to copy a hundred thousand of them into a larger table would hold up the loop until datagrams are lost.
 */
export class AnsweredRequests implements KeyedPlaces {
  readonly #options: AnsweredRequestsOptions;
  /** A sender must not be able to choose keys that all lie in one place. */
  readonly #seed = Math.floor(Math.random() * 2 ** 31);
  /** By slot. */
  readonly #pageAt: (Page | null)[] = [];
  readonly #freeSlots: number[] = [];
  readonly #spare: Page[] = [];
  /** The page that is being filled. */
  #page = this.#newPage();
  /** Pages with answers, the oldest first; at its end `#page`. */
  readonly #pages: Page[] = [this.#page];
  /** Takes new answers. */
  #table = new PlaceTable(FIRST_SLOTS);
  /** Tables that became too small; they go with their last answer, the oldest first. */
  readonly #olderTables: PlaceTable[] = [];
  #size = 0;
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
    if (!this.#page.hasRoomFor(length)) this.#beginPage();
    const page = this.#page;
    const hash = this.#hash(key);
    if (this.#table.isFull) {
      this.#olderTables.push(this.#table);
      this.#table = new PlaceTable(this.#table.slots * GROWTH);
    }
    this.#table.add(hash, page.slot * PAGE_ANSWERS + page.count);
    this.#size += 1;
    this.#timer ??= setTimeout(this.#expire, this.#options.keepMs);
    return page.add(hash, key, answerLength, performance.now() + this.#options.keepMs);
  }

  /** A copy of the answer, or null. */
  find(key: string): Buffer | null {
    const place = this.#placeOf(key);
    const page = place < 0 ? null : this.#pageOf(place);
    return page === null ? null : Buffer.from(page.answer(place & INDEX_MASK));
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
    while (this.#size > 0 && this.#nextDueMs <= nowMs + 1) this.#dropFirst();
    if (this.#size > 0)
      this.#timer = setTimeout(this.#expire, Math.max(MIN_WAIT_MS, this.#nextDueMs - nowMs));
    else if (this.#table.slots > FIRST_SLOTS) this.#table = new PlaceTable(FIRST_SLOTS);
  };

  /** Of the oldest answer. */
  get #nextDueMs(): number {
    const [oldest = this.#page] = this.#pages;
    return oldest.dueMs[oldest.gone] ?? 0;
  }

  #pageOf(place: number): Page | null {
    return this.#pageAt[place >>> INDEX_BITS] ?? null;
  }

  isKeyAt(place: number, key: string): boolean {
    return this.#pageOf(place)?.isKey(place & INDEX_MASK, key) ?? false;
  }

  /** The place of an answer, or -1. */
  #placeOf(key: string): number {
    const hash = this.#hash(key);
    let place = this.#table.find(hash, key, this);
    for (let older = this.#olderTables.length - 1; place < 0 && older >= 0; older--)
      place = this.#olderTables[older]?.find(hash, key, this) ?? -1;
    return place;
  }

  #dropFirst(): void {
    const [page = this.#page] = this.#pages;
    const [table = this.#table] = this.#olderTables;
    table.delete(page.hashOf(page.gone), page.slot * PAGE_ANSWERS + page.gone);
    if (table.isEmpty) this.#olderTables.shift();
    page.gone += 1;
    this.#size -= 1;
    if (page.gone === page.count) this.#release(page);
  }

  #beginPage(): void {
    this.#page = this.#spare.pop() ?? this.#newPage();
    this.#pages.push(this.#page);
  }

  #newPage(): Page {
    const page = new Page(this.#freeSlots.pop() ?? this.#pageAt.length);
    this.#pageAt[page.slot] = page;
    return page;
  }

  #release(page: Page): void {
    page.clear();
    if (page === this.#page) return;
    this.#pages.shift();
    if (this.#spare.length < SPARE_PAGES) {
      this.#spare.push(page);
      return;
    }
    this.#pageAt[page.slot] = null;
    this.#freeSlots.push(page.slot);
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
