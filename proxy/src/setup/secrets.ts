import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFile } from './private-file.ts';

const secretsFile = z.object({
  /** Signs access tokens. */
  tokenSecret: z.string().min(32),
});

export type Secrets = z.infer<typeof secretsFile>;

/**
 * The server's own secrets, made on the first run and kept in the data folder, readable by its owner alone.
 * @throws Error when the file is there but damaged: making new ones silently would sign everybody out
 */
export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) {
    const parsed = secretsFile.safeParse(parseJson(readFileSync(file, 'utf8')));
    if (!parsed.success)
      throw new Error(`${file} is damaged; restore it, or delete it and everybody signs in again`);
    return parsed.data;
  }
  const made = {
    tokenSecret: randomBytes(32).toString('base64url'),
  };
  writePrivateFile(file, `${JSON.stringify(made, null, 2)}\n`);
  return made;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
