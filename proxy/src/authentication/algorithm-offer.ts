import type { DigestAlgorithm } from './digest.ts';
import { GenerationalMap } from './generational-map.ts';
import { sourceKey } from './source-address.ts';

/**
 * Chooses what a challenge offers. RFC 8760 wants the stronger algorithm first and a client to skip what it does not
 * know; many do neither: libre before 3.12 (baresip) gives up at any SHA-256 challenge, PJSIP before 2.11, Asterisk 18,
 * FreeSWITCH 1.10 and sipp 3.6 read only the first. So:
 *
 * - a client known to give up, and one that came back without credentials after it was offered SHA-256, is offered MD5
 *   alone: a phone that failed once gets in at its next attempt, and from then on at once;
 * - a client that does not say what it is, such as sipp, is offered MD5 first;
 * - everybody else is offered all, in the configured order.
 *
 * This weakens nothing: whoever can change the challenge on its way could do the same without us, and an administrator
 * who wants SHA-256 alone configures it alone.
 */
export interface AlgorithmOffer {
  to(client: Client): readonly DigestAlgorithm[];
  /** The client answered a challenge, with this algorithm. */
  answered(client: Client, algorithm: DigestAlgorithm): void;
}

/** What tells one client from another. Whoever claims to be another only changes what that one is offered. */
export interface Client {
  /** The address the request came from, without a port. */
  readonly sourceAddress: string;
  /** The From and User-Agent headers. */
  readonly from: string | undefined;
  readonly userAgent: string | undefined;
}

const givesUpAtSha256 = /^baresip v(?:[0-2]\.|3\.(?:\d|1[01])\.)/;

/** Requests that cross on the way are no sign of a client that gave up. */
const SAME_ATTEMPT_MS = 2_000;
const REMEMBERED_FOR_MS = 24 * 3_600_000;
const CLIENTS_MAX = 200_000;
const KEY_MAX = 300;
const GAVE_UP = -1;
const CAN_ALL = -2;

/** @param algorithms the administrator's choice; no other is ever offered */
export function createAlgorithmOffer(
  algorithms: readonly DigestAlgorithm[],
  now: () => number,
): AlgorithmOffer {
  if (!algorithms.includes('MD5') || algorithms.length === 1) {
    return { to: () => algorithms, answered: () => {} };
  }
  const md5: readonly DigestAlgorithm[] = ['MD5'];
  const md5First: readonly DigestAlgorithm[] = [...md5, ...algorithms.filter((name) => name !== 'MD5')];
  /** When each client was first offered everything without having answered since, or what is known of it. */
  const offeredAtMs = new GenerationalMap<string, number>({
    maxEntries: CLIENTS_MAX,
    turnAfterMs: REMEMBERED_FOR_MS,
    now,
  });
  return {
    to(client) {
      const { userAgent } = client;
      if (!userAgent) return md5First;
      if (givesUpAtSha256.test(userAgent)) return md5;
      const key = keyOf(client);
      const offered = offeredAtMs.get(key);
      if (offered === CAN_ALL) return algorithms;
      if (offered === undefined) {
        offeredAtMs.set(key, now());
        return algorithms;
      }
      if (offered !== GAVE_UP && now() - offered < SAME_ATTEMPT_MS) return algorithms;
      offeredAtMs.set(key, GAVE_UP);
      return md5;
    },
    answered(client, algorithm) {
      // Nothing is remembered of those that do not say what they are.
      if (!client.userAgent) return;
      const key = keyOf(client);
      if (algorithm !== 'MD5') offeredAtMs.set(key, CAN_ALL);
      else if (offeredAtMs.get(key) !== GAVE_UP) offeredAtMs.delete(key);
    },
  };
}

const keyOf = ({ sourceAddress, from, userAgent }: Client): string =>
  `${sourceKey(sourceAddress)} ${/sips?:[^>;\s]*/i.exec(from ?? '')?.[0] ?? ''} ${userAgent ?? ''}`.slice(
    0,
    KEY_MAX,
  );
