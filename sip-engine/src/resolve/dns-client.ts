import type { Answer } from 'dns-packet';
import type { Records } from './dns.ts';
import { askNameServer } from './dns-exchange.ts';
import { type DnsAnswer, isDnsName, MAX_ALIASES, type RecordKind, recordsIn } from './dns-message.ts';
import type { NameServer } from './name-servers.ts';

/** A server that is silent this long gives way to the next one, in ms. */
const ANSWER_TIMEOUT_MS = 1_000;
/** How often each server is asked. */
const ROUNDS = 2;
/** No further server is tried when so much time has passed, in ms: the caller of a SIP request waits for less. */
const TIME_LIMIT_MS = 4_000;

export interface DnsClientOptions {
  /** The servers to ask now, in their order. */
  readonly servers: () => readonly NameServer[];
  readonly answerTimeoutMs?: number;
}

/**
 * Asks recursive name servers. Node's own client tells no TTL for SRV and NAPTR records, nor how long something that
 * does not exist may be taken for missing.
 */
export class DnsClient {
  readonly #servers: () => readonly NameServer[];
  readonly #answerTimeoutMs: number;
  /** Who answered last is asked first: one that is down costs its time only once. */
  #preferred: string | null = null;

  constructor({ servers, answerTimeoutMs = ANSWER_TIMEOUT_MS }: DnsClientOptions) {
    this.#servers = servers;
    this.#answerTimeoutMs = answerTimeoutMs;
  }

  /**
   * The records of a name, aliases followed; empty when there are none, with the time for which that stands.
   * Rejects when no server answers in time, or the name is none.
   */
  async records(kind: RecordKind, name: string): Promise<Records<Answer>> {
    let owner = name;
    let ttlSeconds = Number.POSITIVE_INFINITY;
    for (let step = 0; step <= MAX_ALIASES; step += 1) {
      const found = recordsIn(await this.#ask(kind, owner), kind, owner);
      ttlSeconds = Math.min(ttlSeconds, found.ttlSeconds);
      if (found.alias === null) return { records: found.records, ttlSeconds };
      owner = found.alias;
    }
    throw new Error(`${name} is an alias of too many others`);
  }

  async #ask(kind: RecordKind, name: string): Promise<DnsAnswer> {
    if (!isDnsName(name)) throw new Error('not a DNS name');
    const startedMs = performance.now();
    let last: unknown = new Error('no name server is set');
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const server of this.#inOrder()) {
        if (performance.now() - startedMs >= TIME_LIMIT_MS) throw last;
        try {
          const answer = await askNameServer(server, kind, name, this.#answerTimeoutMs);
          this.#preferred = keyOf(server);
          return answer;
        } catch (error) {
          last = error;
        }
      }
    }
    throw last;
  }

  #inOrder(): readonly NameServer[] {
    const servers = this.#servers();
    const preferred = servers.find((server) => keyOf(server) === this.#preferred);
    return preferred === undefined
      ? servers
      : [preferred, ...servers.filter((server) => server !== preferred)];
  }
}

const keyOf = ({ address, port }: NameServer): string => `${address} ${port}`;
