import { expect, it } from 'vitest';
import { createHealth } from './health.ts';

const up = () => ({ up: true, detail: 'fine' });
const base = { node: 'n', version: '1', now: () => 0, timeoutMs: 20 };

it('is degraded without the database and down without SIP', async () => {
  const failing = () => Promise.reject(new Error('connect ECONNREFUSED mysql://root:secret@db'));
  const degraded = await createHealth({ ...base, probes: { database: failing, sip: up, mediaRelay: up } })();
  expect(degraded).toMatchObject({ status: 'degraded', components: { database: { up: false } } });
  expect(JSON.stringify(degraded)).not.toContain('secret');
  const down = await createHealth({ ...base, probes: { database: up, sip: failing, mediaRelay: up } })();
  expect(down.status).toBe('down');
});

it('does not wait for a component that hangs', async () => {
  const hangs = () => new Promise<never>(() => {});
  const health = await createHealth({ ...base, probes: { database: up, sip: up, mediaRelay: hangs } })();
  expect(health.components.mediaRelay).toEqual({ up: false, detail: 'no answer within 20 ms' });
});
