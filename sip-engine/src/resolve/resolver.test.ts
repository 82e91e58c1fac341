import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseUri } from '../message/uri.ts';
import type { Target } from '../transport/flow.ts';
import { createResolver, type Dns, type Resolver } from './resolver.ts';
import { sortSrv } from './srv-order.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  'example.com': ['192.0.2.1', '2001:db8::1'],
  'a.example.com': ['192.0.2.10'],
  'b.example.com': ['192.0.2.20'],
};
const RECORDS = [
  { host: 'b.example.com', port: 5070, priority: 20, weight: 0 },
  { host: 'a.example.com', port: 5080, priority: 10, weight: 0 },
];

/** A DNS that counts what it is asked. */
class FakeDns implements Dns {
  asked: string[] = [];
  silent = false;
  readonly srvRecords: Readonly<Record<string, typeof RECORDS>>;
  constructor(srvRecords: Readonly<Record<string, typeof RECORDS>> = {}) {
    this.srvRecords = srvRecords;
  }
  #answer<T>(name: string, found: readonly T[] | undefined): Promise<readonly T[]> {
    this.asked.push(name);
    if (this.silent) return new Promise(() => {});
    return found === undefined ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(found);
  }
  srv(name: string) {
    return this.#answer(name, this.srvRecords[name]);
  }
  addresses(name: string) {
    return this.#answer(name, ADDRESSES[name]);
  }
}

function resolve(resolver: Resolver, text: string): Promise<Target[]> {
  const uri = parseUri(text);
  if (uri === null) throw new Error('Not a URI');
  return resolver.resolve(uri);
}

const shown = (targets: readonly Target[]) =>
  targets.map((each) => `${each.protocol} ${each.address} ${each.port}`);
const everything = () => true;

test.each([
  ['sip:bob@192.0.2.7', ['udp 192.0.2.7 5060']],
  ['sip:bob@192.0.2.7:5090;transport=tcp', ['tcp 192.0.2.7 5090']],
  ['sip:[2001:db8::5]:5061;transport=ws', ['ws 2001:db8::5 5061']],
  ['sips:192.0.2.7', ['tls 192.0.2.7 5061']],
  ['sip:example.com;maddr=192.0.2.9', ['udp 192.0.2.9 5060']],
])('%s needs no look-up', async (text, targets) => {
  const dns = new FakeDns();
  expect(shown(await resolve(createResolver({ dns, usable: everything }), text))).toEqual(targets);
  expect(dns.asked).toEqual([]);
});

test('a name with a port is looked up as an address only', async () => {
  const dns = new FakeDns({ '_sip._udp.example.com': RECORDS });
  const targets = await resolve(createResolver({ dns, usable: everything }), 'sip:example.com:5066');
  expect(shown(targets)).toEqual(['udp 192.0.2.1 5066', 'udp 2001:db8::1 5066']);
  expect(dns.asked).toEqual(['example.com']);
});

test('a name without a port is looked up by SRV first, in the order of priorities', async () => {
  const dns = new FakeDns({ '_sip._tcp.example.com': RECORDS });
  const targets = await resolve(createResolver({ dns, usable: everything }), 'sip:example.com');
  expect(shown(targets)).toEqual(['tcp 192.0.2.10 5080', 'tcp 192.0.2.20 5070']);
});

test('a name without SRV records is looked up as an address', async () => {
  const targets = await resolve(
    createResolver({ dns: new FakeDns(), usable: everything }),
    'sip:example.com;transport=tcp',
  );
  expect(shown(targets)).toEqual(['tcp 192.0.2.1 5060', 'tcp 2001:db8::1 5060']);
});

test('addresses of a family that no listener has are left out', async () => {
  const usable = (_protocol: string, address: string) => !address.includes(':');
  expect(shown(await resolve(createResolver({ dns: new FakeDns(), usable }), 'sip:example.com'))).toEqual([
    'udp 192.0.2.1 5060',
  ]);
});

test('answers are remembered for 20 s, failures for 5 s', async () => {
  const dns = new FakeDns();
  const resolver = createResolver({ dns, usable: everything });
  await resolve(resolver, 'sip:example.com:5060');
  await resolve(resolver, 'sip:example.com:5060');
  await expect(resolve(resolver, 'sip:nowhere.example.com:5060')).rejects.toThrow(
    'No usable address for nowhere.example.com',
  );
  await expect(resolve(resolver, 'sip:nowhere.example.com:5060')).rejects.toThrow();
  expect(dns.asked).toEqual(['example.com', 'nowhere.example.com']);
  vi.advanceTimersByTime(5_001);
  await expect(resolve(resolver, 'sip:nowhere.example.com:5060')).rejects.toThrow();
  await resolve(resolver, 'sip:example.com:5060');
  vi.advanceTimersByTime(15_000);
  await resolve(resolver, 'sip:example.com:5060');
  expect(dns.asked).toEqual(['example.com', 'nowhere.example.com', 'nowhere.example.com', 'example.com']);
});

test('a DNS server that does not answer costs five seconds and no more', async () => {
  const dns = new FakeDns();
  dns.silent = true;
  const outcome = expect(
    resolve(createResolver({ dns, usable: everything }), 'sip:example.com'),
  ).rejects.toThrow('within 5000 ms');
  await vi.advanceTimersByTimeAsync(5_000);
  await outcome;
});

test('an unknown transport reaches nobody', async () => {
  await expect(
    resolve(createResolver({ usable: everything }), 'sip:192.0.2.1;transport=sctp'),
  ).rejects.toThrow('No usable address');
});

test('localhost is found with the real resolver of this machine', async () => {
  vi.useRealTimers();
  const targets = await resolve(
    createResolver({ usable: (_protocol, address) => address === '127.0.0.1' }),
    'sip:localhost',
  );
  expect(shown(targets)).toEqual(['udp 127.0.0.1 5060']);
});

test('among equal priorities the load is shared by weight', () => {
  const records = [
    { host: 'light', port: 1, priority: 1, weight: 10 },
    { host: 'heavy', port: 1, priority: 1, weight: 90 },
    { host: '.', port: 1, priority: 1, weight: 90 },
  ];
  const first = [0, 0.05, 0.15, 0.5, 0.99].map((draw) => sortSrv(records, () => draw)[0]?.host);
  expect(first).toEqual(['light', 'light', 'heavy', 'heavy', 'heavy']);
});
