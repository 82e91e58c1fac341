import { z } from 'zod';
import { configSchema } from './schema.ts';

/** One `TANDEM_…` variable that stands for a key of the configuration. */
interface EnvironmentKey {
  readonly variable: string;
  readonly path: readonly string[];
  readonly type: 'string' | 'number' | 'boolean' | 'list';
}

/** Variables that belong to the start scripts and the tests, not to the configuration. */
const RESERVED = /^TANDEM_(CONFIG|CHROMIUM|TEST_.*)$/;

const jsonSchemaNode = z.object({
  type: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
});

/** `http.port` is `TANDEM_HTTP_PORT`, `media.portMin` is `TANDEM_MEDIA_PORT_MIN`; lists are comma-separated. */
export function environmentKeys(): EnvironmentKey[] {
  return keysBelow(z.toJSONSchema(configSchema, { io: 'input' }), []);
}

/**
 * The part of a configuration that the environment gives.
 * @returns the values by path, and a sentence for each variable that is unknown or unreadable
 */
export function readEnvironment(environment: NodeJS.ProcessEnv): {
  values: { path: readonly string[]; value: unknown; variable: string }[];
  problems: string[];
} {
  const keys = new Map(environmentKeys().map((key) => [key.variable, key]));
  const values: { path: readonly string[]; value: unknown; variable: string }[] = [];
  const problems: string[] = [];
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith('TANDEM_') || RESERVED.test(variable) || text === undefined) continue;
    const key = keys.get(variable);
    if (!key) problems.push(`environment: ${variable} is not a setting`);
    else if (text !== '') values.push({ path: key.path, value: readValue(text, key.type), variable });
  }
  return { values, problems };
}

function keysBelow(schema: unknown, path: readonly string[]): EnvironmentKey[] {
  const node = jsonSchemaNode.parse(schema);
  if (node.properties) {
    return Object.entries(node.properties).flatMap(([name, child]) => keysBelow(child, [...path, name]));
  }
  if (node.type === 'array' && jsonSchemaNode.safeParse(node.items).data?.type !== 'string') return [];
  return [{ variable: variableOf(path), path, type: typeOf(node.type) }];
}

const variableOf = (path: readonly string[]): string =>
  `TANDEM_${path.map((part) => part.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join('_')}`;

function typeOf(type: string | undefined): EnvironmentKey['type'] {
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'boolean';
  return type === 'array' ? 'list' : 'string';
}

/** What cannot be read stays text, so that the schema refuses it with its own sentence. */
function readValue(text: string, type: EnvironmentKey['type']): unknown {
  if (type === 'number') return /^-?\d+$/.test(text) ? Number(text) : text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'list')
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  return text;
}
