import type { Answer } from 'dns-packet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TestDnsServer } from '../testing/dns-server.ts';
import { DnsClient } from './dns-client.ts';
import { isDnsName } from './dns-message.ts';
import { parseNameServers } from './name-servers.ts';

const a = (name: string, data: string, ttl: number): Answer => ({ type: 'A', name, data, ttl });
const cname = (name: string, data: string, ttl: number): Answer => ({ type: 'CNAME', name, data, ttl });
const srv = (name: string, target: string, ttl: number): Answer => ({
  type: 'SRV',
  name,
  ttl,
  data: { target, port: 5060, priority: 1, weight: 1 },
});
const soa = (ttl: number, minimum: number): Answer => ({
  type: 'SOA',
  name: 'example.com',
  ttl,
  data: { mname: 'ns.example.com', rname: 'admin.example.com', minimum },
});

let server: TestDnsServer;

beforeEach(async () => {
  server = await TestDnsServer.start([]);
});
afterEach(() => server.stop());

function clientOf(...servers: readonly TestDnsServer[]): DnsClient {
  const addresses = parseNameServers((servers.length > 0 ? servers : [server]).map(({ address }) => address));
  return new DnsClient({ servers: () => addresses });
}

async function addressesOf(client: DnsClient, name: string): Promise<unknown> {
  const { records, ttlSeconds } = await client.records('A', name);
  return [...records.map((record) => (record.type === 'A' ? record.data : record.type)), ttlSeconds];
}

test('SRV records come with their TTL, the shortest of several', async () => {
  server.records.push(srv('_sip._udp.example.com', 'a.example.com', 90));
  server.records.push(srv('_sip._udp.example.com', 'b.example.com', 30));
  const { records, ttlSeconds } = await clientOf().records('SRV', '_sip._udp.example.com');
  expect(records).toHaveLength(2);
  expect(ttlSeconds).toBe(30);
});

describe('an alias', () => {
  test('is followed within an answer, and the shortest TTL on the way counts', async () => {
    server.records.push(
      cname('www.example.com', 'x.example.com', 20),
      cname('x.example.com', 'y.example.com', 90),
    );
    server.records.push(a('y.example.com', '192.0.2.1', 60));
    expect(await addressesOf(clientOf(), 'www.example.com')).toEqual(['192.0.2.1', 20]);
    expect(server.asked).toHaveLength(1);
  });

  test('is followed by another question when the answer ends with it', async () => {
    server.mood = 'iterative';
    server.records.push(cname('www.example.com', 'x.example.com', 20), a('x.example.com', '192.0.2.1', 10));
    expect(await addressesOf(clientOf(), 'www.example.com')).toEqual(['192.0.2.1', 10]);
    expect(server.asked).toEqual(['A www.example.com', 'A x.example.com']);
  });

  test('of itself ends', async () => {
    server.records.push(
      cname('a.example.com', 'b.example.com', 20),
      cname('b.example.com', 'a.example.com', 20),
    );
    await expect(clientOf().records('A', 'a.example.com')).rejects.toThrow('too many');
    expect(server.asked.length).toBeLessThanOrEqual(9);
  });
});

test.each([
  ['its own TTL', 30, 600, 30],
  ['its minimum', 600, 45, 45],
])(
  'what does not exist is missing for as long as the SOA says: %s',
  async (_which, ttl, minimum, seconds) => {
    server.records.push(soa(ttl, minimum));
    expect(await clientOf().records('A', 'nowhere.example.com')).toEqual({
      records: [],
      ttlSeconds: seconds,
    });
  },
);

test('without an SOA nobody says how long something is missing', async () => {
  expect(await clientOf().records('A', 'nowhere.example.com')).toEqual({ records: [], ttlSeconds: 0 });
});

test('an answer too large for UDP is asked for by TCP', async () => {
  server.mood = 'truncating';
  for (let host = 1; host <= 60; host += 1) server.records.push(a('many.example.com', `192.0.2.${host}`, 60));
  expect((await clientOf().records('A', 'many.example.com')).records).toHaveLength(60);
  expect(server.askedByTcp).toBe(1);
});

test('answers with another id, to another question, or that are questions are passed over', async () => {
  server.mood = 'forging';
  server.records.push(a('a.example.com', '192.0.2.1', 60));
  expect(await addressesOf(clientOf(), 'a.example.com')).toEqual(['192.0.2.1', 60]);
});

test('ids and source ports are drawn anew for each question', async () => {
  server.records.push(a('a.example.com', '192.0.2.1', 60));
  const client = clientOf();
  for (let call = 0; call < 20; call += 1) await client.records('A', 'a.example.com');
  expect(new Set(server.sources.map(({ id }) => id)).size).toBeGreaterThan(15);
  expect(new Set(server.sources.map(({ port }) => port)).size).toBeGreaterThan(10);
});

test.each(['silent', 'garbage', 'failing'] as const)(
  'a server that is %s gives way to the next, and is asked last from then on',
  async (mood) => {
    const second = await TestDnsServer.start([a('a.example.com', '192.0.2.1', 60)]);
    server.mood = mood;
    const client = clientOf(server, second);
    expect(await addressesOf(client, 'a.example.com')).toEqual(['192.0.2.1', 60]);
    expect(await addressesOf(client, 'a.example.com')).toEqual(['192.0.2.1', 60]);
    expect(server.asked).toHaveLength(1);
    second.stop();
  },
);

test('a silent server is asked twice and no more', async () => {
  server.mood = 'silent';
  const impatient = new DnsClient({ servers: () => parseNameServers([server.address]), answerTimeoutMs: 50 });
  await expect(impatient.records('A', 'a.example.com')).rejects.toThrow('did not answer');
  expect(server.asked).toHaveLength(2);
});

test('without any name server the failure says so', async () => {
  const client = new DnsClient({ servers: () => [] });
  await expect(client.records('A', 'a.example.com')).rejects.toThrow('no name server is set');
});

test.each([
  ['_sip._udp.example.com', true],
  [`${'a'.repeat(63)}.example.com`, true],
  [`${'a'.repeat(64)}.example.com`, false],
  [`${'a.'.repeat(127)}com`, false],
  ['a..example.com', false],
  ['', false],
  ['.', false],
  ['exa mple.com', false],
  ['ex\u00e4mple.com', false],
  ['a\u0000.example.com', false],
])('%j may be asked for: %s', (name, may) => {
  expect(isDnsName(name)).toBe(may);
});

test.each([
  ['192.0.2.53', { address: '192.0.2.53', port: 53 }],
  ['192.0.2.53:5353', { address: '192.0.2.53', port: 5353 }],
  ['2001:db8::53', { address: '2001:db8::53', port: 53 }],
  ['[2001:db8::53]:5353', { address: '2001:db8::53', port: 5353 }],
])('the name server %s is understood', (text, server) => {
  expect(parseNameServers([text])).toEqual([server]);
});

test.each(['ns.example.com', '192.0.2.53:0', '192.0.2.53:70000', '', '[2001:db8::53'])(
  'the name server %j is refused',
  (text) => {
    expect(() => parseNameServers([text])).toThrow(RangeError);
  },
);
