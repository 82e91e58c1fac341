import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const PASSWORD = 'bench-password';
export const USERS = 200;
export const CALLEE = 'u0';

/** One user of an injection file: sipp expands the second field, so it carries the credentials. */
const userLine = (name: string): string =>
  `${name};[authentication username=${name} password=${PASSWORD}];${CALLEE}`;

/** sipp's injection file with every user but the callee, or with those named. @returns its path */
export function usersFile(
  names: readonly string[] = Array.from({ length: USERS - 1 }, (_, index) => `u${index + 1}`),
): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tandem-bench-')), 'users.csv');
  writeFileSync(file, `SEQUENTIAL\n${names.map(userLine).join('\n')}\n`);
  return file;
}
