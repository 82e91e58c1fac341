import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CachedDns } from './cached-dns.ts';
import type { Dns, Records } from './dns.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A source that counts what it is asked, and fails when told to. */
class Source implements Dns {
  asked = 0;
  fails = false;
  ttlSeconds = 60;
  readonly addressesOfAll: string[] = ['192.0.2.1'];

  naptr = (): Promise<Records<never>> => this.#answer([]);
  srv = (): Promise<Records<never>> => this.#answer([]);
  addresses = (): Promise<Records<string>> => this.#answer([...this.addressesOfAll]);

  async #answer<T>(records: T[]): Promise<Records<T>> {
    this.asked += 1;
    if (this.fails) throw new Error('no name server answered');
    return { records, ttlSeconds: this.ttlSeconds };
  }
}

test('an answer is kept for its TTL, whatever the case of the name', async () => {
  const source = new Source();
  const dns = new CachedDns(source);
  expect((await dns.addresses('Example.com')).records).toEqual(['192.0.2.1']);
  vi.advanceTimersByTime(59_000);
  await dns.addresses('example.COM');
  expect(source.asked).toBe(1);
  vi.advanceTimersByTime(1_001);
  await dns.addresses('example.com');
  expect(source.asked).toBe(2);
});

test('an answer is kept an hour at most, and a second at least', async () => {
  const source = new Source();
  const dns = new CachedDns(source);
  source.ttlSeconds = 1_000_000;
  await dns.addresses('long.example.com');
  vi.advanceTimersByTime(3_599_000);
  await dns.addresses('long.example.com');
  expect(source.asked).toBe(1);
  vi.advanceTimersByTime(1_001);
  await dns.addresses('long.example.com');
  expect(source.asked).toBe(2);
  source.ttlSeconds = 0;
  await dns.addresses('none.example.com');
  await dns.addresses('none.example.com');
  expect(source.asked).toBe(3);
  vi.advanceTimersByTime(1_001);
  await dns.addresses('none.example.com');
  expect(source.asked).toBe(4);
});

test.each([
  [0, 5],
  [60, 60],
  [86_400, 300],
])('what may be taken for missing for %d seconds is asked for again after %d', async (ttlSeconds, kept) => {
  const source = new Source();
  source.ttlSeconds = ttlSeconds;
  const dns = new CachedDns(source);
  await dns.srv('_sip._udp.example.com');
  vi.advanceTimersByTime(kept * 1000 - 1);
  await dns.srv('_sip._udp.example.com');
  expect(source.asked).toBe(1);
  vi.advanceTimersByTime(2);
  await dns.srv('_sip._udp.example.com');
  expect(source.asked).toBe(2);
});

test('a name is asked for once at a time', async () => {
  const source = new Source();
  const dns = new CachedDns(source);
  await Promise.all([dns.addresses('a.example.com'), dns.addresses('a.example.com')]);
  expect(source.asked).toBe(1);
});

test('while no name server answers the last answer stands for an hour, and the servers are spared', async () => {
  const source = new Source();
  const dns = new CachedDns(source);
  await dns.addresses('example.com');
  source.fails = true;
  vi.advanceTimersByTime(61_000);
  for (let call = 0; call < 3; call++) {
    expect((await dns.addresses('example.com')).records).toEqual(['192.0.2.1']);
  }
  expect(dns.counters()).toMatchObject({ asked: 2, failed: 1, stale: 1 });
  vi.advanceTimersByTime(3_600_000);
  await expect(dns.addresses('example.com')).rejects.toThrow('no name server answered');
});

test('no more than 500 look-ups are under way, and none is left of them', async () => {
  const source = new Source();
  const dns = new CachedDns(source);
  const asked = await Promise.allSettled(
    Array.from({ length: 600 }, (_, index) => dns.addresses(`${index}.example.com`)),
  );
  expect(asked.filter(({ status }) => status === 'rejected')).toHaveLength(100);
  expect(dns.counters()).toMatchObject({ asked: 500, refused: 100 });
  expect((await dns.addresses('another.example.com')).records).toEqual(['192.0.2.1']);
});

test('no more than 2,000 names are remembered', async () => {
  const dns = new CachedDns(new Source());
  for (let index = 0; index < 2_500; index++) await dns.addresses(`${index}.example.com`);
  expect(dns.counters().cached).toBe(2_000);
});
