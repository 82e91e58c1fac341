import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from './private-file.ts';
import { parseEncryptionKey } from './secret-box.ts';

export interface EncryptionKeySource {
  /** From the environment or the configuration; wins. */
  readonly key?: string | undefined;
  /** A file that an operator provides, such as a mounted secret. */
  readonly keyFile?: string | undefined;
  readonly dataDir: string;
}

const EXPECTED = 'it must be 32 bytes in base64 or hexadecimal (openssl rand -base64 32)';

/**
 * The key that encrypts stored secrets. Without a configured one it is made on the first run and kept in the data
 * folder, so back it up apart from the database.
 * @throws Error when a configured key cannot be read: a new one would leave every stored secret unreadable
 */
export function loadEncryptionKey({ key, keyFile, dataDir }: EncryptionKeySource): Buffer {
  if (key !== undefined) return parsed(key, 'encryption.key');
  if (keyFile !== undefined) return fromFile(keyFile);
  const file = join(dataDir, 'encryption.key');
  if (existsSync(file)) return fromFile(file);
  const made = randomBytes(32);
  writePrivateFile(file, `${made.toString('base64')}\n`);
  return made;
}

function fromFile(file: string): Buffer {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`the encryption key in ${file} cannot be read`, { cause: error });
  }
  return parsed(text, file);
}

function parsed(text: string, where: string): Buffer {
  const key = parseEncryptionKey(text);
  if (!key) throw new Error(`${where} is no encryption key: ${EXPECTED}`);
  return key;
}
