import { parseNameAddr } from '@tandem/sip-engine/name-addr';
import { formatUri, parseUri } from '@tandem/sip-engine/uri';
import { GenerationalMap } from '../authentication/generational-map.ts';
import { sourceKey } from '../authentication/source-address.ts';
import type { Domains } from '../domains.ts';
import { decide } from '../routing/decide.ts';
import type { RoutingSnapshot } from '../routing/routing-snapshot.ts';
import type { CallingParty } from './call-headers.ts';
import type { CallRefusal } from './call-set-up.ts';

/** What is looked at of an INVITE. */
export interface StrangersInvite {
  readonly uri: string;
  /** Without a port. */
  readonly source_address: string;
  get(name: string): string | undefined;
}

/** Calls of people who did not sign in, which reach what an admin opened to anyone and nothing else. */
export interface Strangers {
  /**
   * Who calls, as he says himself; null when he has to sign in: what he calls is not open, he brings credentials, or
   * claims an address at our domain, which only our users have.
   */
  callerOf(invite: StrangersInvite): CallingParty | null;
  /** Counts a call of a stranger. @returns what to call once when it is over, or why it may not begin */
  begin(sourceAddress: string): (() => void) | CallRefusal;
}

export interface StrangerLimits {
  /** Calls that one source (an IPv4 address or an IPv6 network of 64 bits) may begin within a minute. */
  readonly perMinute: number;
  /** Calls of all strangers at the same time, so that they cannot take every line of the house. */
  readonly maxCalls: number;
}

export interface StrangersOptions {
  readonly domains: Pick<Domains, 'isLocal'>;
  readonly routing: () => RoutingSnapshot;
  readonly limits: StrangerLimits;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const MINUTE_MS = 60_000;
const SOURCES_MAX = 100_000;
const ADDRESS_MAX = 255;

export function createStrangers({ domains, routing, limits, now }: StrangersOptions): Strangers {
  /** Calls that each source began since a moment within the last minute. */
  const begun = new GenerationalMap<string, { sinceMs: number; calls: number }>({
    maxEntries: SOURCES_MAX,
    turnAfterMs: MINUTE_MS,
    now,
  });
  let active = 0;

  /** Whether a name is a user's is asked again when the call is made. */
  const isOpen = (requestUri: string): boolean => {
    const { usernames, ringGroups, numbers } = routing().plan.settings.openToAnyone;
    if (usernames.length + ringGroups.length + numbers.length === 0) return false;
    const { outcome } = decide(routing(), {
      requestUri,
      caller: { kind: 'anonymous' },
      reason: 'dialled',
      maxForwards: undefined,
      userExists: true,
      nowMs: now(),
    });
    return outcome.kind !== 'refused';
  };

  return {
    callerOf(invite) {
      if (invite.get('Authorization') !== undefined || !isOpen(invite.uri)) return null;
      return foreignCaller(invite.get('From') ?? '', domains);
    },
    begin(sourceAddress) {
      if (active >= limits.maxCalls)
        return {
          key: 'too-many-strangers',
          detail: `${active} callers who did not sign in are here already`,
        };
      const source = sourceKey(sourceAddress);
      const before = begun.get(source);
      const { sinceMs, calls } =
        before && now() - before.sinceMs < MINUTE_MS ? before : { sinceMs: now(), calls: 0 };
      if (calls >= limits.perMinute)
        return {
          key: 'too-many-strangers',
          detail: `more than ${limits.perMinute} in a minute from ${source}`,
        };
      begun.set(source, { sinceMs, calls: calls + 1 });
      active += 1;
      let over = false;
      return () => {
        if (!over) active -= 1;
        over = true;
      };
    },
  };
}

/** The address of somebody elsewhere, without anything that could steer a call back to him; null when it is none. */
function foreignCaller(from: string, domains: Pick<Domains, 'isLocal'>): CallingParty | null {
  const named = parseNameAddr(from);
  const uri = named && parseUri(named.uri);
  if (!named || !uri || (uri.scheme !== 'sip' && uri.scheme !== 'sips') || domains.isLocal(uri.host))
    return null;
  const address = formatUri({ scheme: uri.scheme, user: uri.user, host: uri.host, params: new Map() });
  return address.length > ADDRESS_MAX ? null : { uri: address, displayName: named.displayName ?? null };
}
