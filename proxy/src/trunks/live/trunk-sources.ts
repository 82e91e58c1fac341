import { bareAddress, type Network, networkSet, parseNetwork } from '../network.ts';
import type { StoredTrunk } from '../trunk.ts';
import { carriesIn } from '../trunk.ts';

/** A request that nobody has signed yet. */
export interface CallSource {
  /** `udp`, `tcp`, `tls`, `ws` or `wss`, in either case. */
  readonly protocol: string;
  /** Without a port. */
  readonly address: string;
  readonly requestUri: string;
  /** Names in the client's certificate, verified; empty without TLS. */
  readonly certificateNames: readonly string[];
}

/** An enabled trunk with the addresses that its names stand for just now. */
export interface SourceTrunk {
  readonly trunk: StoredTrunk;
  readonly addresses: readonly string[];
}

/** Tells from which trunk a call comes, without asking for a password; null when from none. */
export type IdentifySource = (source: CallSource) => StoredTrunk | null;

/**
 * A trunk is known by its verified certificate, else by its address. Of several accounts at one carrier the call says
 * which it is for: the carrier sends it to the Contact that we registered.
 */
export function sourceIndex(trunks: readonly SourceTrunk[]): IdentifySource {
  const open = trunks.filter(({ trunk }) => trunk.settings.enabled && carriesIn(trunk.settings));
  const byAddress = addressIndex(open.filter(({ trunk }) => trustsAddress(trunk)));
  return ({ protocol, address, requestUri, certificateNames }) => {
    const certified = certificateNames.length === 0 ? null : byCertificate(open, certificateNames);
    if (certified) return certified;
    // A browser may sit behind the same address as a PBX.
    if (/^wss?$/i.test(protocol)) return null;
    const candidates = byAddress(address);
    return candidates.length < 2 ? (candidates[0] ?? null) : chosen(candidates, requestUri);
  };
}

const trustsAddress = ({ settings: { connection } }: StoredTrunk): boolean =>
  connection.kind === 'by-address' || connection.kind === 'register-to-carrier';

function byCertificate(trunks: readonly SourceTrunk[], names: readonly string[]): StoredTrunk | null {
  const shown = new Set(names.map((name) => name.toLowerCase()));
  const found = trunks.find(({ trunk: { settings } }) => {
    const { connection } = settings;
    return (
      connection.kind === 'mutual-tls' &&
      connection.certificateNames.some((name) => shown.has(name.toLowerCase()))
    );
  });
  return found?.trunk ?? null;
}

/** Single addresses are found at once, whatever the number of trunks; only real networks are gone through. */
function addressIndex(trunks: readonly SourceTrunk[]): (address: string) => StoredTrunk[] {
  const single = new Map<string, StoredTrunk[]>();
  const wide: { trunk: StoredTrunk; networks: ReturnType<typeof networkSet> }[] = [];
  for (const { trunk, addresses } of trunks) {
    const networks = [...addresses, ...trunk.settings.allowedSources].flatMap(
      (text) => parseNetwork(text) ?? [],
    );
    const [alone, shared] = [networks.filter(isSingle), networks.filter((network) => !isSingle(network))];
    for (const address of new Set(alone.map((network) => network.address.toLowerCase())))
      single.set(address, [...(single.get(address) ?? []), trunk]);
    if (shared.length > 0) wide.push({ trunk, networks: networkSet(shared) });
  }
  return (address) => {
    const bare = bareAddress(address);
    const inNetworks = wide.filter(({ networks }) => networks.has(bare)).map(({ trunk }) => trunk);
    return [...new Set([...(single.get(bare) ?? []), ...inNetworks])];
  };
}

const isSingle = ({ family, prefixLength }: Network): boolean => prefixLength === (family === 4 ? 32 : 128);

function chosen(candidates: readonly StoredTrunk[], requestUri: string): StoredTrunk | null {
  const token = /;trunk=([a-z0-9-]{1,63})(?=[;?>]|$)/.exec(requestUri)?.[1];
  const user = /^sips?:([^@;]+)/.exec(requestUri)?.[1];
  return (
    candidates.find(({ id }) => id === token) ??
    candidates.find(
      ({ settings: { connection } }) =>
        connection.kind === 'register-to-carrier' && connection.username === user,
    ) ??
    candidates[0] ??
    null
  );
}
