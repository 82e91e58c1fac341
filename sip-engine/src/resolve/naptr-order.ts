import type { Protocol } from '../transport/flow.ts';

/** A NAPTR record (RFC 3403 §4), as Node names its fields. */
export interface NaptrRecord {
  /** The lowest is used first. */
  readonly order: number;
  readonly preference: number;
  /** `s`: the replacement is the name of SRV records. */
  readonly flags: string;
  readonly service: string;
  readonly replacement: string;
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  'SIP+D2U': 'udp',
  'SIP+D2T': 'tcp',
  'SIPS+D2T': 'tls',
};

/** Which SRV records to ask for over which protocol, the most wanted first (RFC 3263 §4.1). */
export function serversOf(
  records: readonly NaptrRecord[],
  secureOnly: boolean,
): { readonly protocol: Protocol; readonly name: string }[] {
  return [...records]
    .sort((a, b) => a.order - b.order || a.preference - b.preference)
    .flatMap(({ flags, service, replacement }) => {
      const protocol = PROTOCOLS[service.toUpperCase()];
      const usable = flags.toLowerCase() === 's' && replacement !== '' && replacement !== '.';
      if (protocol === undefined || !usable || (secureOnly && protocol !== 'tls')) return [];
      return [{ protocol, name: replacement }];
    });
}
