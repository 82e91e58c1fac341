import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadSecrets } from './secrets.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tandem-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

it('makes the secrets once, for its owner alone', () => {
  const made = loadSecrets(dataDir);
  expect(made.tokenSecret).toMatch(/^[\w-]{43}$/);
  expect(loadSecrets(dataDir)).toEqual(made);
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
});

it('refuses a damaged file instead of signing everybody out', () => {
  writeFileSync(join(dataDir, 'secrets.json'), '{"tokenSecret": 1');
  expect(() => loadSecrets(dataDir)).toThrow(/damaged/);
});
