import { hostname, networkInterfaces } from 'node:os';

/** Tells which hosts in a SIP URI mean this system. */
export interface Domains {
  /** The domain written into addresses-of-record. */
  readonly primary: string;
  /** @param host host part of a URI, without a port; IPv6 with or without brackets */
  isLocal(host: string): boolean;
}

/**
 * Every configured domain, this machine's names and every address of its interfaces are ours, so a desk phone may
 * be given whichever of them its owner knows.
 * @param configured domains from the configuration; the first is the primary one
 */
export function createDomains(configured: readonly string[], machineNames = namesOfThisMachine): Domains {
  const [primary = 'localhost'] = configured;
  const fixed = new Set(configured.map(normalise));
  return {
    primary,
    isLocal: (host) => fixed.has(normalise(host)) || machineNames().has(normalise(host)),
  };
}

const normalise = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

const REREAD_AFTER_MS = 10_000;
let known = new Set<string>();
let readAtMs = 0;

/** Interfaces come and go (Wi-Fi, VPN), so they are read again every ten seconds. */
function namesOfThisMachine(): ReadonlySet<string> {
  if (Date.now() - readAtMs > REREAD_AFTER_MS) {
    const addresses = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).map((entry) => entry.address),
    );
    const name = hostname();
    known = new Set(['localhost', name, `${name}.local`, ...addresses].map(normalise));
    readAtMs = Date.now();
  }
  return known;
}
