import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { trunkId } from '@tandem/api-types/trunk-connection';
import { type TrunkSettings, trunkSecret, trunkSettings } from '@tandem/api-types/trunk-settings';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { lineOf } from '../config/yaml-lines.ts';

/** A trunk as a file describes it. */
export interface DescribedTrunk {
  readonly id: string;
  readonly settings: TrunkSettings;
  /** Undefined: the file names none, and what is stored stays. */
  readonly secret: string | undefined;
  /** The file, as it was found. */
  readonly file: string;
  /** The line of a field, from 1; of the trunk itself when the file leaves the field out. */
  readonly lineOf: (field: string) => number;
}

export interface TrunkFiles {
  readonly trunks: readonly DescribedTrunk[];
  /** `file:line: what is wrong`, one for each mistake; with any of them nothing may be applied. */
  readonly problems: readonly string[];
  /** Changes when any file or password does. */
  readonly fingerprint: string;
}

const FILE = /\.ya?ml$/;
const FILES_MAX = 1000;

/** A password may stand in the file, in a file of its own or in the environment. */
const describedTrunk = trunkSettings
  .extend({
    secret: trunkSecret.optional(),
    secretFile: z.string().min(1).optional().describe('Path, from the folder of this file.'),
    secretEnvironment: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, 'the name of an environment variable')
      .optional(),
  })
  .refine(
    (trunk) =>
      [trunk.secret, trunk.secretFile, trunk.secretEnvironment].filter((each) => each !== undefined).length <
      2,
    { error: 'only one of secret, secretFile and secretEnvironment', path: ['secret'] },
  );

/** What is in a file of the folder `config/trunks`. @public its JSON Schema is written from the built module */
export const trunkFile = z.strictObject({ trunks: z.record(trunkId, describedTrunk) });

/**
 * Reads every YAML file of the folder, in the order of their names. A folder that is not there describes no trunks.
 * @param environment for `secretEnvironment`
 */
export async function readTrunkFiles(folder: string, environment: NodeJS.ProcessEnv): Promise<TrunkFiles> {
  const trunks: DescribedTrunk[] = [];
  const problems: string[] = [];
  const names = (await namesIn(folder, problems)).filter((name) => FILE.test(name)).sort();
  const texts: string[] = [];
  if (names.length > FILES_MAX) problems.push(`${folder}: more than ${FILES_MAX} files`);
  for (const name of names.slice(0, FILES_MAX)) {
    const file = join(folder, name);
    try {
      const text = await readFile(file, 'utf8');
      texts.push(`${name}\n${text}`);
      await describe(file, text, environment, trunks, problems);
    } catch (error) {
      problems.push(unreadable(file, error));
    }
  }
  const secrets = trunks.map(({ secret }) => secret ?? '');
  // With the problems, for a file that cannot be read or names an unset variable may become good as it is.
  const fingerprint = hash('sha256', JSON.stringify([texts, secrets, problems]));
  return { trunks, problems: [...problems, ...twice(trunks)], fingerprint };
}

async function namesIn(folder: string, problems: string[]): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      problems.push(unreadable(folder, error));
    return [];
  }
}

function unreadable(path: string, error: unknown): string {
  return `${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

async function describe(
  file: string,
  text: string,
  environment: NodeJS.ProcessEnv,
  trunks: DescribedTrunk[],
  problems: string[],
): Promise<void> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    problems.push(...document.errors.map((e) => `${file}:${lines.linePos(e.pos[0]).line}: ${e.message}`));
    return;
  }
  const parsed = trunkFile.safeParse(document.toJS({ maxAliasCount: 100 }) ?? { trunks: {} });
  if (!parsed.success) {
    problems.push(...parsed.error.issues.flatMap((issue) => sentences(file, document, lines, issue)));
    return;
  }
  for (const [id, { secret, secretFile, secretEnvironment, ...settings }] of Object.entries(
    parsed.data.trunks,
  )) {
    const at = (field: string) => lineOf(document, lines, ['trunks', id, ...field.split('.')]);
    const told = await secretFrom({ secret, secretFile, secretEnvironment }, file, environment);
    if ('problem' in told)
      problems.push(`${file}:${at(told.field)}: trunks.${id}.${told.field}: ${told.problem}`);
    else trunks.push({ id, settings, secret: told.secret, file, lineOf: at });
  }
}

function sentences(
  file: string,
  document: Document.Parsed,
  lines: LineCounter,
  issue: z.core.$ZodIssue,
): string[] {
  const path = issue.path.map(String);
  const place = (to: readonly string[]) => `${file}:${lineOf(document, lines, to)}: ${to.join('.')}`;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${place([...path, key])} is not a setting`);
  }
  if (issue.code === 'invalid_key') return [`${place(path)}: ${issue.issues[0]?.message ?? issue.message}`];
  return [`${place(path)}: ${issue.message}`];
}

type Told =
  | { readonly secret: string | undefined }
  | { readonly field: 'secretFile' | 'secretEnvironment'; readonly problem: string };

async function secretFrom(
  from: {
    secret?: string | undefined;
    secretFile?: string | undefined;
    secretEnvironment?: string | undefined;
  },
  file: string,
  environment: NodeJS.ProcessEnv,
): Promise<Told> {
  if (from.secretEnvironment !== undefined) {
    const secret = trunkSecret.safeParse(environment[from.secretEnvironment]).data;
    return secret === undefined
      ? { field: 'secretEnvironment', problem: 'the environment has no such variable' }
      : { secret };
  }
  if (from.secretFile === undefined) return { secret: from.secret };
  const path = resolve(dirname(file), from.secretFile);
  const text = await readFile(path, 'utf8').catch(() => '');
  const secret = trunkSecret.safeParse(text.replace(/\r?\n$/, '')).data;
  return secret === undefined ? { field: 'secretFile', problem: `${path} holds no password` } : { secret };
}

function twice(trunks: readonly DescribedTrunk[]): string[] {
  const first = new Map<string, DescribedTrunk>();
  return trunks.flatMap((trunk) => {
    const before = first.get(trunk.id);
    if (!before) {
      first.set(trunk.id, trunk);
      return [];
    }
    return [`${trunk.file}:${trunk.lineOf('')}: trunks.${trunk.id} is described by ${before.file} too`];
  });
}
