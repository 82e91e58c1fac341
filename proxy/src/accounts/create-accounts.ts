import { createLockouts, defaultLockoutLimits } from '../authentication/lockouts.ts';
import { createChanges } from '../changes/changes.ts';
import { createAccessTokens } from './access-tokens.ts';
import type { Accounts, AccountsOptions } from './accounts.ts';
import { createDeviceStore } from './device-store.ts';
import { createDevices } from './devices.ts';
import { createPasswordHashing } from './password-hashing.ts';
import { createRefreshTokenStore } from './refresh-token-store.ts';
import { createSessions } from './sessions.ts';
import { createSignInLinkStore } from './sign-in-link-store.ts';
import { createUserStore } from './user-store.ts';
import { createUsers } from './users.ts';

const ACCESS_TOKEN_SECONDS = 15 * 60;
const REFRESH_TOKEN_SECONDS = 30 * 24 * 3600;

/** Accounts on a database. */
export function createAccounts(options: AccountsOptions): Accounts {
  const { db, now, tokenSecret } = options;
  const users = createUserStore(db);
  const hashing = createPasswordHashing();
  return {
    ...createUsers({ ...options, changes: options.changes ?? createChanges({ db, now }), users, hashing }),
    ...createDevices({ ...options, devices: createDeviceStore(db) }),
    ...createSessions({
      ...options,
      users,
      hashing,
      lockouts: options.lockouts ?? createLockouts(defaultLockoutLimits, now),
      links: createSignInLinkStore(db),
      refreshTokens: createRefreshTokenStore(
        db,
        (options.refreshTokenSeconds ?? REFRESH_TOKEN_SECONDS) * 1000,
      ),
      accessTokens: createAccessTokens({
        secret: tokenSecret,
        lifetimeSeconds: options.accessTokenSeconds ?? ACCESS_TOKEN_SECONDS,
        now,
      }),
    }),
  };
}
