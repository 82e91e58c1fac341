/** Who may do what: roles of people, scopes of roles and API keys. */
import { z } from 'zod';

export const role = z
  .enum(['user', 'auditor', 'operator', 'admin'])
  .describe(
    'user: own phone only. auditor: sees everything, changes nothing. operator: daily work with users and calls. admin: everything.',
  );

/** One permission. `read` sees, `write` changes; the others say what they allow. */
export const scope = z.enum([
  'system:read',
  'users:read',
  'users:write',
  'roles:write',
  'calls:read',
  'calls:hang-up',
  'trunks:read',
  'trunks:test',
  'trunks:write',
  'routing:read',
  'routing:write',
  'audit:read',
  'keys:write',
]);

export type Role = z.infer<typeof role>;
export type Scope = z.infer<typeof scope>;

const EVERY_READ = [
  'system:read',
  'users:read',
  'calls:read',
  'trunks:read',
  'routing:read',
] as const satisfies Scope[];

/** What each role may do beyond a user's own phone, calls and devices. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  user: [],
  auditor: [...EVERY_READ, 'audit:read'],
  operator: [...EVERY_READ, 'users:write', 'calls:hang-up', 'trunks:test'],
  admin: scope.options,
};

/** Who did something: a signed-in person, an API key, a configuration file or the `tandem` command. */
export const author = z.object({
  kind: z.enum(['user', 'api-key', 'file', 'command']),
  name: z.string().describe('User name, name of the key, path of the file or the command.'),
});

export type Author = z.infer<typeof author>;
