import { hostname, networkInterfaces } from 'node:os';
import { primaryAddress } from '@tandem/media-relay';

/** Tells which hosts in a SIP URI mean this system. */
export interface Domains {
  /** The domain written into addresses-of-record. */
  readonly primary: string;
  /** @param host host part of a URI, without a port; IPv6 with or without brackets */
  isLocal(host: string): boolean;
}

/** Interfaces come and go (Wi-Fi, VPN), so their addresses are read again after this time. */
const REREAD_AFTER_MS = 10_000;

/**
 * Every configured domain, this machine's names and every address of its interfaces are ours, so a desk phone may
 * be given whichever of them its owner knows.
 * @param configured domains from the configuration; the first is the primary one
 * @param machineNames names and addresses of this machine
 * @param now milliseconds since 1970
 */
export function createDomains(
  configured: readonly string[],
  machineNames: () => string[] = namesOfThisMachine,
  now: () => number = Date.now,
): Domains {
  const fixed = new Set(configured.map(normalise));
  let names = new Set(machineNames().map(normalise));
  let readAtMs = now();
  return {
    primary: configured[0] ?? primaryAddress(),
    isLocal: (host) => {
      if (fixed.has(host)) return true;
      if (now() - readAtMs > REREAD_AFTER_MS) {
        names = new Set(machineNames().map(normalise));
        readAtMs = now();
      }
      const isOurs = (name: string) => fixed.has(name) || names.has(name);
      return isOurs(host) || isOurs(normalise(host));
    },
  };
}

const normalise = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

function namesOfThisMachine(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((e) => e.address));
  return ['localhost', hostname(), `${hostname()}.local`, ...addresses];
}
