import { promises as dns } from 'node:dns';
import type { Answer } from 'dns-packet';
import type { Dns, Records } from './dns.ts';
import { DnsClient } from './dns-client.ts';
import { HostsFile } from './hosts-file.ts';
import { type NameServer, parseNameServers, systemNameServers } from './name-servers.ts';

/** How long what the system says may be kept: it does not tell. */
const SYSTEM_TTL_SECONDS = 10;
const HOSTS_TTL_SECONDS = 5;
/** getaddrinfo holds one of the process's few worker threads for as long as a name server is silent. */
const MAX_SYSTEM_LOOKUPS = 2;
/** The system's name servers are read again after this: a machine may get others while we run. */
const SERVERS_REREAD_MS = 30_000;

/**
 * Look-ups by our own client, which blocks no thread and keeps the TTL of each record, after the hosts file. Names
 * without a dot and `.local` ones, for which search domains and multicast DNS are, go through the system instead.
 * @param servers `address` or `address:port` of name servers; those of the system when empty
 */
export function systemDns(servers: readonly string[], hostsPath?: string): Dns {
  const client = new DnsClient({ servers: serversOf(servers) });
  const hosts = new HostsFile(hostsPath);
  let systemLookups = 0;

  const bySystem = async (name: string): Promise<Records<string>> => {
    if (systemLookups >= MAX_SYSTEM_LOOKUPS)
      throw new Error(`too many look-ups by the system, ${name} not made`);
    systemLookups += 1;
    try {
      const found = await dns.lookup(name, { all: true });
      return { records: found.map(({ address }) => address), ttlSeconds: SYSTEM_TTL_SECONDS };
    } catch (error) {
      return noneOrThrow(error);
    } finally {
      systemLookups -= 1;
    }
  };

  return {
    naptr: async (name) => {
      const { records, ttlSeconds } = await client.records('NAPTR', name);
      const naptr = records.flatMap((record) => (record.type === 'NAPTR' ? [record.data] : []));
      return { records: naptr.map(({ services, ...rest }) => ({ ...rest, service: services })), ttlSeconds };
    },
    srv: async (name) => {
      const { records, ttlSeconds } = await client.records('SRV', name);
      const srv = records.flatMap((record) => (record.type === 'SRV' ? [record.data] : []));
      return {
        records: srv.map(({ target, port, priority = 0, weight = 0 }) => ({
          host: target,
          port,
          priority,
          weight,
        })),
        ttlSeconds,
      };
    },
    addresses: async (name) => {
      const own = await hosts.addresses(name);
      if (own.length > 0) return { records: own, ttlSeconds: HOSTS_TTL_SECONDS };
      const needsSystem = servers.length === 0 && (!name.includes('.') || name.endsWith('.local'));
      if (needsSystem) return bySystem(name);
      return both(await Promise.allSettled([client.records('A', name), client.records('AAAA', name)]));
    },
  };
}

/** Those that are named, or those that the system is set to. */
function serversOf(named: readonly string[]): () => readonly NameServer[] {
  if (named.length > 0) {
    const servers = parseNameServers(named);
    return () => servers;
  }
  let servers: readonly NameServer[] = [];
  let readMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = performance.now();
    if (nowMs - readMs >= SERVERS_REREAD_MS) {
      readMs = nowMs;
      servers = systemNameServers();
    }
    return servers;
  };
}

/** IPv4 and IPv6 together; one that failed does not spoil the other. When neither exists, the shorter time stands. */
function both(settled: readonly PromiseSettledResult<Records<Answer>>[]): Records<string> {
  const answers = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = settled.find((each) => each.status === 'rejected');
  const found = answers.filter(({ records }) => records.length > 0);
  // What one of both says does not exist may exist as the other, which nobody told us.
  if (found.length === 0 && failed !== undefined) throw failed.reason;
  const kept = found.length > 0 ? found : answers;
  return {
    records: found.flatMap(({ records }) =>
      records.flatMap((record) => (record.type === 'A' || record.type === 'AAAA' ? [record.data] : [])),
    ),
    ttlSeconds: Math.min(...kept.map(({ ttlSeconds }) => ttlSeconds)),
  };
}

/** That a name does not exist is an answer; everything else is the failure to get one. */
function noneOrThrow(error: unknown): Records<never> {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === dns.NOTFOUND || code === dns.NODATA) return { records: [], ttlSeconds: 0 };
  throw error;
}
