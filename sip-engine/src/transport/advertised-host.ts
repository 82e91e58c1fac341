import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { hostOf } from './flow.ts';

/**
 * What Via and Contact say for a bound address when nothing is configured: the address itself, or for a wildcard
 * the first address of this machine that others can reach, or loopback when there is none.
 */
export function advertisable(boundAddress: string): string {
  if (boundAddress !== '0.0.0.0' && boundAddress !== '::') return hostOf(boundAddress);
  const family = isIPv6(boundAddress) ? 'IPv6' : 'IPv4';
  for (const addresses of Object.values(networkInterfaces())) {
    for (const each of addresses ?? []) {
      if (each.family === family && !each.internal && !each.address.startsWith('fe80:'))
        return hostOf(each.address);
    }
  }
  return family === 'IPv6' ? '[::1]' : '127.0.0.1';
}
