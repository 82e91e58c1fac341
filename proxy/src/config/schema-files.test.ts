import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { trunkFile } from '../provisioning/trunk-files.ts';
import { configSchema } from './schema.ts';

const written = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../config/${name}`, import.meta.url), 'utf8'));

/** Without the name of this machine. */
const withoutNode = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema, (key, value) => (key === 'node' ? undefined : value)));

it.each([
  ['tandem.schema.json', configSchema],
  ['trunks.schema.json', trunkFile],
])('%s, by which editors complete and check, knows every setting (npm run schema)', (name, schema) => {
  expect(withoutNode(written(name))).toEqual(withoutNode(z.toJSONSchema(schema, { io: 'input' })));
});
