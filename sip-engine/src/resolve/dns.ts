import type { NaptrRecord } from './naptr-order.ts';
import type { SrvRecord } from './srv-order.ts';

/** What a name server said of one name. */
export interface Records<T> {
  /** Empty when the name or the kind of record does not exist. */
  readonly records: readonly T[];
  /** How long the answer may be kept, in seconds. */
  readonly ttlSeconds: number;
}

/** The look-ups that RFC 3263 needs. Each rejects when no name server gives a usable answer. */
export interface Dns {
  naptr(name: string): Promise<Records<NaptrRecord>>;
  /** @param name `_sip._udp.example.com` and the like */
  srv(name: string): Promise<Records<SrvRecord>>;
  /** IPv4 and IPv6 addresses. */
  addresses(name: string): Promise<Records<string>>;
}
