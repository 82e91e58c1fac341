import { promises as dns } from 'node:dns';
import type { Dns, Records } from './dns.ts';
import { HostsFile } from './hosts-file.ts';

/** A server that is silent this long is asked once more, then the next one. */
const TIMEOUT_MS = 1_000;
const TRIES = 2;
/** Node does not tell the TTL of SRV and NAPTR records; zones hardly use a shorter one. */
const SERVICE_TTL_SECONDS = 10;
const HOSTS_TTL_SECONDS = 5;
/** getaddrinfo holds one of the process's few worker threads for as long as a name server is silent. */
const MAX_SYSTEM_LOOKUPS = 2;

const NONE = { records: [], ttlSeconds: SERVICE_TTL_SECONDS } as const;

/**
 * Look-ups by Node's own DNS client, which blocks no thread, after the hosts file. Names without a dot and `.local`
 * ones, for which search domains and multicast DNS are, go through the system instead.
 * @param servers `address` or `address:port` of name servers; those of the system when empty
 */
export function systemDns(servers: readonly string[], hostsPath?: string): Dns {
  const resolver = new dns.Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  const hosts = new HostsFile(hostsPath);
  let systemLookups = 0;

  const bySystem = async (name: string): Promise<Records<string>> => {
    if (systemLookups >= MAX_SYSTEM_LOOKUPS)
      throw new Error(`too many look-ups by the system, ${name} not made`);
    systemLookups += 1;
    try {
      const found = await dns.lookup(name, { all: true });
      return { records: found.map(({ address }) => address), ttlSeconds: SERVICE_TTL_SECONDS };
    } catch (error) {
      return noneOrThrow(error);
    } finally {
      systemLookups -= 1;
    }
  };

  return {
    naptr: (name) => resolver.resolveNaptr(name).then((records) => ({ ...NONE, records }), noneOrThrow),
    srv: (name) =>
      resolver.resolveSrv(name).then(
        (records) => ({
          ...NONE,
          records: records.map(({ name: host, port, priority, weight }) => ({
            host,
            port,
            priority,
            weight,
          })),
        }),
        noneOrThrow,
      ),
    addresses: async (name) => {
      const own = await hosts.addresses(name);
      if (own.length > 0) return { records: own, ttlSeconds: HOSTS_TTL_SECONDS };
      const needsSystem = servers.length === 0 && (!name.includes('.') || name.endsWith('.local'));
      if (needsSystem) return bySystem(name);
      const [ipv4, ipv6] = await Promise.allSettled([
        resolver.resolve4(name, { ttl: true }).catch(noneOrThrow),
        resolver.resolve6(name, { ttl: true }).catch(noneOrThrow),
      ]);
      if (ipv4.status === 'rejected' && ipv6.status === 'rejected') throw ipv4.reason;
      return both(ipv4, ipv6);
    },
  };
}

type Answer = PromiseSettledResult<{ address: string; ttl: number }[] | Records<never>>;

function both(...answers: readonly Answer[]): Records<string> {
  const found = answers.flatMap((answer) =>
    answer.status === 'fulfilled' && Array.isArray(answer.value) ? answer.value : [],
  );
  if (found.length === 0) return NONE;
  return {
    records: found.map(({ address }) => address),
    ttlSeconds: Math.min(...found.map(({ ttl }) => ttl)),
  };
}

/** That a name or record does not exist is an answer; everything else is the failure to get one. */
function noneOrThrow(error: unknown): Records<never> {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === dns.NOTFOUND || code === dns.NODATA) return NONE;
  throw error;
}
