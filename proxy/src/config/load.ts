import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { readEnvironment } from './environment.ts';
import { type Config, configSchema } from './schema.ts';
import { lineOf } from './yaml-lines.ts';

/** What is wrong with a configuration: one `file:line: what was expected` a line. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** A configuration with its paths made absolute and the database named. */
export interface LoadedConfig extends Config {
  readonly database: { readonly url: string };
}

/**
 * Reads the YAML file, lays the environment over it and checks the whole.
 * @param file path of the YAML file; a missing file is an error unless `optional`
 * @throws ConfigError with every problem found, each with its file and line or its variable
 */
export function loadConfig(file: string, environment: NodeJS.ProcessEnv, optional = false): LoadedConfig {
  if (!existsSync(file)) {
    if (!optional) throw new ConfigError([`${file}: there is no such file`]);
    return checkConfig('', file, environment);
  }
  return checkConfig(readFileSync(file, 'utf8'), file, environment);
}

/** As `loadConfig`, from the text of the file. */
export function checkConfig(text: string, file: string, environment: NodeJS.ProcessEnv): LoadedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ConfigError(
      document.errors.map((e) => `${file}:${lines.linePos(e.pos[0]).line}: ${e.message}`),
    );
  }
  const overrides = readEnvironment(environment);
  const merged = merge(document.toJS() ?? {}, overrides.values);
  const checked = configSchema.safeParse(merged);
  const variables = new Map(overrides.values.map(({ path, variable }) => [path.join('.'), variable]));
  const problems = [
    ...overrides.problems,
    ...(checked.error?.issues ?? []).flatMap((issue) => describe(issue, document, lines, file, variables)),
    ...(checked.data ? contradictions(checked.data, file) : []),
  ];
  if (!checked.data || problems.length > 0) throw new ConfigError(problems);
  return complete(checked.data);
}

function complete(config: Config): LoadedConfig {
  const dataDir = resolve(config.dataDir);
  return {
    ...config,
    dataDir,
    database: { url: config.database.url ?? `sqlite:${join(dataDir, 'tandem.db')}` },
  };
}

function contradictions(config: Config, file: string): string[] {
  const problems: string[] = [];
  const { registrar, media, https, sip } = config;
  if (
    registrar.minExpiresSeconds > registrar.defaultExpiresSeconds ||
    registrar.defaultExpiresSeconds > registrar.maxExpiresSeconds
  )
    problems.push(
      `${file}: registrar: minExpiresSeconds ≤ defaultExpiresSeconds ≤ maxExpiresSeconds must hold`,
    );
  if (media.portMax - media.portMin < 3)
    problems.push(`${file}: media: portMax must be at least portMin + 3`);
  problems.push(...soundPortProblems(media).map((problem) => `${file}: media: ${problem}`));
  if ((https.certFile === undefined) !== (https.keyFile === undefined))
    problems.push(`${file}: https: certFile and keyFile belong together`);
  if ((sip.tls.certFile === undefined) !== (sip.tls.keyFile === undefined))
    problems.push(`${file}: sip.tls: certFile and keyFile belong together`);
  if (sip.admin.enabled && sip.admin.secret === undefined)
    problems.push(`${file}: sip.admin: an enabled admin port needs a secret of at least 8 characters`);
  return problems;
}

/** One socket for each party, on this machine, where a relay of our own has its ports, too. */
function soundPortProblems(media: Config['media']): string[] {
  const { soundPortMin: min, soundPortMax: max, maxParties, relays, portMin, portMax } = media;
  if (min === undefined && max === undefined) return [];
  if (min === undefined || max === undefined) return ['soundPortMin and soundPortMax belong together'];
  if (max - min + 1 < maxParties)
    return [`soundPortMin to soundPortMax must hold a port for each of the ${maxParties} maxParties`];
  if (relays.length === 0 && min <= portMax && max >= portMin)
    return [`soundPortMin to soundPortMax must lie outside of portMin to portMax (${portMin} to ${portMax})`];
  return [];
}

/** Lays values over a plain object tree without changing the tree. */
function merge(tree: unknown, values: readonly { path: readonly string[]; value: unknown }[]): unknown {
  let result = tree;
  for (const { path, value } of values) result = withValue(result, path, value);
  return result;
}

function withValue(tree: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const node = isRecord(tree) ? tree : {};
  return { ...node, [key]: withValue(node[key], rest, value) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function describe(
  issue: z.core.$ZodIssue,
  document: Document.Parsed,
  lines: LineCounter,
  file: string,
  variables: ReadonlyMap<string, string>,
): string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (key) =>
        `${file}:${lineOf(document, lines, [...path, key])}: ${[...path, key].join('.')} is not a setting`,
    );
  }
  const variable = variables.get(path.join('.'));
  const place = variable
    ? `environment: ${variable}`
    : `${file}:${lineOf(document, lines, path)}: ${path.join('.')}`;
  return [`${place}: ${issue.message}`];
}
