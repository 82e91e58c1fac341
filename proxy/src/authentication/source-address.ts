/**
 * The key under which everything from one source counts: an IPv4 address, or the first 64 bits of an IPv6 one, because
 * a single host may take any address of its /64.
 *
 * @param address without a port; IPv6 with or without brackets
 */
export function sourceKey(address: string): string {
  if (!address.includes(':')) return address;
  const text = address.toLowerCase().replace(/^\[|\]$/g, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  if (mapped) return mapped;
  const [head = '', tail] = text.split('%', 1)[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...back].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
