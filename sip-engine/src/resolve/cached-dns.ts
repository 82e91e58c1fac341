import type { Dns, Records } from './dns.ts';
import { ExpiringCache } from './expiring-cache.ts';
import type { NaptrRecord } from './naptr-order.ts';
import type { SrvRecord } from './srv-order.ts';

/** Names of each kind that are remembered. */
const MAX_NAMES = 2_000;
/** Look-ups under way; one more is refused, for somebody makes us ask for names that nobody needs. */
const MAX_PENDING = 500;
/** However short a zone lets its records be kept: one look-up must serve the calls of the same moment. */
const MIN_TTL_SECONDS = 1;
/** However long a zone lets its records be kept. */
const MAX_TTL_SECONDS = 3_600;
/** What does not exist is not asked for again sooner, whatever the zone says (RFC 2308 §5). */
const MIN_NEGATIVE_TTL_SECONDS = 5;
/** What does not exist is asked for again after this, whatever the zone says: an admin may just have added it. */
const MAX_NEGATIVE_TTL_SECONDS = 300;
/** After no name server answered, the next calls do not wait for them again for so long. */
const FAILED_TTL_SECONDS = 5;
/** While no name server answers, what was known is used this long (RFC 8767 §5 allows a day or more). */
const STALE_MS = 60 * 60 * 1000;

/** Totals since the start, and what is held now. */
export interface DnsCounters {
  /** Look-ups sent to a name server. */
  readonly asked: number;
  /** Look-ups without a usable answer. */
  readonly failed: number;
  /** Look-ups refused because too many were under way. */
  readonly refused: number;
  /** Failed look-ups that an older answer stood in for. */
  readonly stale: number;
  readonly cached: number;
  /** Look-ups under way. */
  readonly pending: number;
}

/** A DNS that remembers answers for their TTL, asks for a name once at a time, and outlives its name servers. */
export class CachedDns implements Dns {
  readonly #counts: Counts = { asked: 0, failed: 0, refused: 0, stale: 0, pending: 0 };
  readonly #naptr: CachedLookups<NaptrRecord>;
  readonly #srv: CachedLookups<SrvRecord>;
  readonly #addresses: CachedLookups<string>;

  constructor(source: Dns) {
    this.#naptr = new CachedLookups((name) => source.naptr(name), this.#counts);
    this.#srv = new CachedLookups((name) => source.srv(name), this.#counts);
    this.#addresses = new CachedLookups((name) => source.addresses(name), this.#counts);
  }

  naptr(name: string): Promise<Records<NaptrRecord>> {
    return this.#naptr.find(name);
  }

  srv(name: string): Promise<Records<SrvRecord>> {
    return this.#srv.find(name);
  }

  addresses(name: string): Promise<Records<string>> {
    return this.#addresses.find(name);
  }

  counters(): DnsCounters {
    const { asked, failed, refused, stale, pending } = this.#counts;
    const cached = this.#naptr.size + this.#srv.size + this.#addresses.size;
    return { asked, failed, refused, stale, cached, pending };
  }
}

interface Counts {
  asked: number;
  failed: number;
  refused: number;
  stale: number;
  /** Look-ups of all kinds that are under way. */
  pending: number;
}

/** Look-ups of one kind of record. */
class CachedLookups<T> {
  readonly #ask: (name: string) => Promise<Records<T>>;
  readonly #counts: Counts;
  readonly #fresh = new ExpiringCache<Records<T>>(MAX_NAMES);
  readonly #stale = new ExpiringCache<Records<T>>(MAX_NAMES);
  readonly #pending = new Map<string, Promise<Records<T>>>();

  constructor(ask: (name: string) => Promise<Records<T>>, counts: Counts) {
    this.#ask = ask;
    this.#counts = counts;
  }

  get size(): number {
    return this.#stale.size;
  }

  async find(name: string): Promise<Records<T>> {
    const key = name.toLowerCase();
    const known = this.#fresh.get(key);
    if (known !== undefined) return known;
    const pending = this.#pending.get(key) ?? this.#start(key);
    try {
      return await pending;
    } catch (error) {
      const old = this.#stale.get(key);
      if (old === undefined) throw error;
      this.#counts.stale += 1;
      return old;
    }
  }

  #start(key: string): Promise<Records<T>> {
    if (this.#counts.pending >= MAX_PENDING) {
      this.#counts.refused += 1;
      return Promise.reject(new Error(`${MAX_PENDING} look-ups are under way, ${key} was not looked up`));
    }
    this.#counts.asked += 1;
    this.#counts.pending += 1;
    const asking = this.#ask(key)
      .then(
        (found) => this.#keep(key, found),
        (error: unknown) => this.#failed(key, error),
      )
      .finally(() => {
        this.#counts.pending -= 1;
        this.#pending.delete(key);
      });
    this.#pending.set(key, asking);
    return asking;
  }

  #keep(key: string, found: Records<T>): Records<T> {
    this.#fresh.set(key, found, keptSeconds(found) * 1000);
    this.#stale.set(key, found, STALE_MS);
    return found;
  }

  /** What is known, or nothing, stands for a while. */
  #failed(key: string, error: unknown): never {
    this.#counts.failed += 1;
    this.#fresh.set(key, this.#stale.get(key) ?? { records: [], ttlSeconds: 0 }, FAILED_TTL_SECONDS * 1000);
    throw error;
  }
}

function keptSeconds({ records, ttlSeconds }: Records<unknown>): number {
  const [least, most] =
    records.length === 0
      ? [MIN_NEGATIVE_TTL_SECONDS, MAX_NEGATIVE_TTL_SECONDS]
      : [MIN_TTL_SECONDS, MAX_TTL_SECONDS];
  return Math.min(Math.max(ttlSeconds, least), most);
}
