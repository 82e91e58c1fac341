import { expect, it } from 'vitest';
import { createDomains } from './domains.ts';

it('serves a phone that was given any name or address of this machine', () => {
  const domains = createDomains(['Example.com'], () => ['box', '192.0.2.7', '2001:db8::7']);
  for (const host of ['example.com', 'example.com.', 'BOX', '192.0.2.7', '[2001:db8::7]', '2001:DB8::7'])
    expect(domains.isLocal(host), host).toBe(true);
  expect(domains.isLocal('example.org')).toBe(false);
  expect(domains.primary).toBe('Example.com');
});

it('notices a new address of this machine within ten seconds', () => {
  let names = ['192.0.2.7'];
  let nowMs = 0;
  const domains = createDomains(
    [],
    () => names,
    () => nowMs,
  );
  names = ['198.51.100.9'];
  expect(domains.isLocal('198.51.100.9')).toBe(false);
  nowMs = 10_001;
  expect(domains.isLocal('198.51.100.9')).toBe(true);
});
