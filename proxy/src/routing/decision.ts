import type { DecisionStep } from '@tandem/api-types/routing';
import type { RefusalKey } from '../errors.ts';

/** Who makes a call, as authentication or the trunk's identification found out. */
export type RoutedCaller =
  | { readonly kind: 'user'; readonly username: string }
  /** It came in by a trunk. `number` is the caller's as the trunk told it, null when withheld. */
  | { readonly kind: 'trunk'; readonly trunkId: string; readonly number: string | null }
  | { readonly kind: 'anonymous' };

/** A call that has to find its way. */
export interface RoutingRequest {
  /** The Request-URI, or what a person typed into the simulator. */
  readonly requestUri: string;
  readonly caller: RoutedCaller;
  /** How the call came about: expensive numbers may be dialled, but neither forwarded nor transferred to. */
  readonly reason: 'dialled' | 'forwarded' | 'transferred';
  /** Hops that the call may still make (RFC 3261 §16.3); undefined when the request does not say. */
  readonly maxForwards: number | undefined;
  /** Whether an account has the name that `dialledName` reads from the URI. */
  readonly userExists: boolean;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** A server of a trunk, in the order in which it is to be tried. */
export interface RoutableGateway {
  /** `host:port;transport=udp`, the port only where it is set. */
  readonly gateway: string;
  readonly state: 'up' | 'down' | 'unknown';
}

/** What routing needs to know of a trunk. */
export interface RoutableTrunk {
  readonly id: string;
  readonly name: string;
  /**
   * Why no call may go out by it just now (switched off, only for incoming calls, outside its hours, full), as the end
   * of the sentence "it is left out: …"; null when one may.
   * @param emergency limits do not hold for emergency calls
   */
  readonly unusable: (nowMs: number, emergency: boolean) => string | null;
  /** All of its gateways are down. Cheaper to ask than what the gateways are. */
  readonly isDown: () => boolean;
  /** By priority, weight and health, those that are down last. */
  readonly gateways: () => readonly RoutableGateway[];
}

/** One trunk to try. */
export interface TrunkRoute {
  readonly trunkId: string;
  /** As it goes out, before the trunk's own caller-id and header policy. */
  readonly number: string;
  /** Millionths of the currency; null when no rate table knows. */
  readonly price: CallPrice | null;
  readonly gateways: readonly RoutableGateway[];
}

/** What a call costs. Amounts are millionths of the currency. */
export interface CallPrice {
  readonly perMinuteMicros: number;
  readonly setUpMicros: number;
  readonly firstSeconds: number;
  readonly stepSeconds: number;
}

/** Several users under one name. */
export interface RoutedRingGroup {
  readonly name: string;
  readonly displayName: string;
  readonly strategy: 'parallel' | 'serial';
  readonly members: readonly string[];
  /** Of all in parallel, of each in series. */
  readonly ringMs: number;
}

/** Where a call goes. */
export type Outcome =
  | { readonly kind: 'user'; readonly username: string }
  | { readonly kind: 'ring-group'; readonly ringGroup: RoutedRingGroup }
  | { readonly kind: 'conference'; readonly conference: string }
  | { readonly kind: 'voicemail'; readonly username: string }
  /** `routes` are tried one after another; at least one. */
  | { readonly kind: 'trunk'; readonly routes: readonly TrunkRoute[] }
  /** A user of another domain. `uri` has no headers part, which could smuggle headers into our request. */
  | { readonly kind: 'external'; readonly uri: string }
  | { readonly kind: 'refused'; readonly key: RefusalKey; readonly detail?: string };

/** The way of a call, and how it was found. */
export interface Decision {
  readonly outcome: Outcome;
  /** The number in E.164, with its plus; null when what was dialled is none. */
  readonly international: string | null;
  /** ISO 3166 of the number; null when unknown, as of satellite networks. */
  readonly country: string | null;
  /** The country, or the number's beginning where none has it; null when what was dialled is no such number. */
  readonly destination: string | null;
  /** It passes every limit and list. */
  readonly emergency: boolean;
  /** Each thing that was looked at, in order. */
  readonly steps: readonly DecisionStep[];
}
