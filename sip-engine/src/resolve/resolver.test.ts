import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from 'dns-packet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseUri } from '../message/uri.ts';
import { TestDnsServer } from '../testing/dns-server.ts';
import type { Protocol, Target } from '../transport/flow.ts';
import { CachedDns } from './cached-dns.ts';
import { createResolver } from './resolver.ts';
import { sortSrv } from './srv-order.ts';
import { systemDns } from './system-dns.ts';

const a = (name: string, data: string, ttl = 60): Answer => ({ type: 'A', name, data, ttl });
const aaaa = (name: string, data: string): Answer => ({ type: 'AAAA', name, data, ttl: 60 });
const srv = (name: string, target: string, port: number, priority = 10, weight = 0): Answer => ({
  type: 'SRV',
  name,
  ttl: 60,
  data: { target, port, priority, weight },
});
const naptr = (name: string, order: number, services: string, replacement: string, flags = 's'): Answer => ({
  type: 'NAPTR',
  name,
  ttl: 60,
  data: { order, preference: 10, flags, services, regexp: '', replacement },
});

const HOSTS = [
  a('example.com', '192.0.2.1'),
  aaaa('example.com', '2001:db8::1'),
  a('a.example.com', '192.0.2.10'),
  a('b.example.com', '192.0.2.20'),
];

let server: TestDnsServer;
let folder: string;

beforeEach(async () => {
  server = await TestDnsServer.start([...HOSTS]);
  folder = await mkdtemp(join(tmpdir(), 'resolver-'));
  writeFileSync(
    join(folder, 'hosts'),
    '127.0.0.1 localhost\n# nobody\n192.0.2.77\tPBX.office other # the PBX\n',
  );
});

afterEach(async () => {
  server.stop();
  await rm(folder, { recursive: true });
});

const everything = (): boolean => true;

async function found(
  text: string,
  options: {
    readonly usable?: (protocol: Protocol, address: string) => boolean;
    readonly servers?: readonly string[];
    readonly timeoutMs?: number;
  } = {},
): Promise<string[]> {
  const uri = parseUri(text);
  if (uri === null) throw new Error('Not a URI');
  const dns = new CachedDns(systemDns(options.servers ?? [server.address], join(folder, 'hosts')));
  const { usable = everything, timeoutMs = 5_000 } = options;
  const targets = await createResolver({ dns, usable, timeoutMs, random: () => 0 }).resolve(uri);
  return targets.map(({ protocol, address, port }: Target) => `${protocol} ${address} ${port}`);
}

test.each([
  ['sip:bob@192.0.2.7', ['udp 192.0.2.7 5060']],
  ['sip:bob@192.0.2.7:5090;transport=tcp', ['tcp 192.0.2.7 5090']],
  ['sip:[2001:db8::5]:5061;transport=ws', ['ws 2001:db8::5 5061']],
  ['sips:192.0.2.7', ['tls 192.0.2.7 5061']],
  ['sip:example.com;maddr=192.0.2.9', ['udp 192.0.2.9 5060']],
])('%s needs no look-up', async (text, targets) => {
  expect(await found(text)).toEqual(targets);
  expect(server.asked).toEqual([]);
});

test('a name with a port is looked up as an address only', async () => {
  server.records.push(srv('_sip._udp.example.com', 'a.example.com', 5080));
  expect(await found('sip:example.com:5066')).toEqual(['udp 192.0.2.1 5066', 'udp 2001:db8::1 5066']);
  expect(server.asked.sort()).toEqual(['A example.com', 'AAAA example.com']);
});

describe('a name without a port', () => {
  test('goes where its NAPTR records say, the lowest order first', async () => {
    server.records.push(
      naptr('example.com', 20, 'SIP+D2U', '_sip._udp.example.com'),
      naptr('example.com', 10, 'SIP+D2T', '_sip._tcp.example.com'),
      naptr('example.com', 5, 'SIP+D2S', '_sip._sctp.example.com'),
      naptr('example.com', 5, 'SIP+D2U', 'nowhere.example.com', 'a'),
      srv('_sip._tcp.example.com', 'a.example.com', 5080),
      srv('_sip._udp.example.com', 'b.example.com', 5090),
    );
    expect(await found('sip:example.com')).toEqual(['tcp 192.0.2.10 5080', 'udp 192.0.2.20 5090']);
  });

  test('of a SIPS URI goes by TLS alone', async () => {
    server.records.push(
      naptr('example.com', 10, 'SIP+D2T', '_sip._tcp.example.com'),
      naptr('example.com', 20, 'SIPS+D2T', '_sips._tcp.example.com'),
      srv('_sip._tcp.example.com', 'a.example.com', 5080),
      srv('_sips._tcp.example.com', 'b.example.com', 5061),
    );
    expect(await found('sips:example.com')).toEqual(['tls 192.0.2.20 5061']);
  });

  test('is looked up by SRV without NAPTR, in the order of priorities', async () => {
    server.records.push(
      srv('_sip._tcp.example.com', 'b.example.com', 5070, 20),
      srv('_sip._tcp.example.com', 'a.example.com', 5080, 10),
    );
    expect(await found('sip:example.com')).toEqual(['tcp 192.0.2.10 5080', 'tcp 192.0.2.20 5070']);
  });

  test('whose URI names a transport asks for that one alone', async () => {
    server.records.push(
      naptr('example.com', 10, 'SIP+D2U', '_sip._udp.example.com'),
      srv('_sip._udp.example.com', 'a.example.com', 5080),
      srv('_sip._tcp.example.com', 'b.example.com', 5070),
    );
    expect(await found('sip:example.com;transport=tcp')).toEqual(['tcp 192.0.2.20 5070']);
    expect(server.asked).not.toContain('NAPTR example.com');
  });

  test('without SRV records is looked up as an address', async () => {
    expect(await found('sip:example.com;transport=tcp')).toEqual([
      'tcp 192.0.2.1 5060',
      'tcp 2001:db8::1 5060',
    ]);
  });

  test('that offers no SIP by SRV is not called by its address', async () => {
    server.records.push(srv('_sip._udp.example.com', '.', 0), srv('_sip._tcp.example.com', '.', 0));
    await expect(found('sip:example.com')).rejects.toThrow('No usable address for example.com');
  });

  test('goes only where a listener can send', async () => {
    const onlyTcp4 = (protocol: Protocol, address: string) => protocol === 'tcp' && !address.includes(':');
    expect(await found('sip:example.com', { usable: onlyTcp4 })).toEqual(['tcp 192.0.2.1 5060']);
  });

  test('that the hosts file has is not asked for elsewhere', async () => {
    expect(await found('sip:pbx.office:5070')).toEqual(['udp 192.0.2.77 5070']);
    expect(await found('sip:localhost')).toEqual(['udp 127.0.0.1 5060']);
    expect(server.asked).toEqual([]);
  });

  test('that does not exist has no address', async () => {
    await expect(found('sip:nowhere.example.com')).rejects.toThrow(
      'No usable address for nowhere.example.com',
    );
  });
});

test.each([
  ['sip:192.0.2.1;transport=sctp', 'an unknown transport'],
  ['sip:example.com;transport=sctp', 'an unknown transport of a name'],
])('%s reaches nobody', async (text) => {
  await expect(found(text)).rejects.toThrow('No usable address');
});

describe('a name server', () => {
  test('that says nothing costs the time of one resolution and no more', async () => {
    server.mood = 'silent';
    await expect(found('sip:example.com', { timeoutMs: 100 })).rejects.toThrow('within 100 ms');
  });

  test('that answers garbage is as one that says nothing', async () => {
    server.mood = 'garbage';
    await expect(found('sip:example.com', { timeoutMs: 500 })).rejects.toThrow(/example\.com/);
  });

  test('that cannot be reached gives way to the next one', async () => {
    const stopped = await TestDnsServer.start([]);
    const unreachable = stopped.address;
    stopped.stop();
    expect(await found('sip:a.example.com:5060', { servers: [unreachable, server.address] })).toEqual([
      'udp 192.0.2.10 5060',
    ]);
  });
});

test('the answer of a name server is kept as long as it says', async () => {
  server.records.push(a('brief.example.com', '192.0.2.30', 7));
  const dns = systemDns([server.address], join(folder, 'hosts'));
  expect(await dns.addresses('brief.example.com')).toEqual({ records: ['192.0.2.30'], ttlSeconds: 7 });
});

test('among equal priorities the load is shared by weight', () => {
  const records = [
    { host: 'light', port: 1, priority: 1, weight: 10 },
    { host: 'heavy', port: 1, priority: 1, weight: 90 },
  ];
  const first = [0, 0.05, 0.15, 0.5, 0.99].map((draw) => sortSrv(records, () => draw)[0]?.host);
  expect(first).toEqual(['light', 'light', 'heavy', 'heavy', 'heavy']);
});
