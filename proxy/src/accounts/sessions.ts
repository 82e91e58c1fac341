import type { Session } from '@tandem/api-types';
import type { Lockouts } from '../authentication/lockouts.ts';
import { sourceKey } from '../authentication/source-address.ts';
import { ApiError } from '../http/api-error.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Accounts, AccountsOptions } from './accounts.ts';
import type { PasswordHashing } from './password-hashing.ts';
import type { IssuedToken, RefreshTokenStore } from './refresh-token-store.ts';
import type { SignInLinkStore } from './sign-in-link-store.ts';
import type { StoredUser, UserStore } from './user-store.ts';
import { noSuchUser, publicUser } from './users.ts';

const CLEAN_UP_EVERY_MS = 3_600_000;

type SessionFunctions = Pick<
  Accounts,
  'signIn' | 'signInByLink' | 'createSignInLink' | 'refresh' | 'signOut' | 'verifyAccessToken'
>;

interface SessionsOptions extends Pick<AccountsOptions, 'sipDomain' | 'now' | 'log'> {
  readonly users: UserStore;
  readonly hashing: PasswordHashing;
  readonly lockouts: Lockouts;
  readonly links: SignInLinkStore;
  readonly refreshTokens: RefreshTokenStore;
  readonly accessTokens: AccessTokens;
}

/** Signing in by password or link, staying signed in, and signing out. */
export function createSessions(options: SessionsOptions): SessionFunctions {
  const { users, hashing, lockouts, links, refreshTokens, accessTokens, sipDomain, now, log } = options;
  let cleanedUpAtMs = now();

  const sessionOf = async (user: StoredUser, { refreshToken, familyId }: IssuedToken): Promise<Session> => ({
    accessToken: await accessTokens.sign({ userId: user.id, sessionId: familyId }, user.role),
    accessTokenExpiresInSeconds: accessTokens.lifetimeSeconds,
    refreshToken,
    user: publicUser(user, sipDomain),
  });

  const begin = async (user: StoredUser): Promise<Session> => {
    await cleanUpWhenDue();
    return sessionOf(user, await refreshTokens.begin(user.id, now()));
  };

  const cleanUpWhenDue = async (): Promise<void> => {
    if (now() - cleanedUpAtMs < CLEAN_UP_EVERY_MS) return;
    cleanedUpAtMs = now();
    try {
      await refreshTokens.removeExpired(now());
      await links.removeExpired(now());
    } catch (error) {
      log.warn('expired tokens could not be removed', { error: error instanceof Error ? error : undefined });
    }
  };

  const refuseLocked = (username: string, source: string): void => {
    const waitMs = lockouts.waitMs(username, source);
    if (waitMs > 0)
      throw new ApiError('too-many-attempts', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
  };

  return {
    async signIn({ username, password, sourceAddress }) {
      const source = sourceKey(sourceAddress);
      refuseLocked(username, source);
      const user = await users.findByUsername(username);
      // Asked again when its turn comes: of many attempts at once only a few pass before the first has failed.
      const right = await hashing.verify(user?.passwordHash ?? null, password, () =>
        refuseLocked(username, source),
      );
      if (!user || !right) {
        const locked = lockouts.failed(username, source);
        log.warn('sign-in failed', { user: username.slice(0, 64), sourceAddress, locked });
        throw new ApiError('wrong-password');
      }
      lockouts.succeeded(username, source);
      log.info('signed in', { user: user.username, sourceAddress });
      return begin(user);
    },
    async signInByLink(token) {
      const userId = await links.use(token, now());
      const user = userId === null ? null : await users.findById(userId);
      if (!user) throw new ApiError('link-not-valid');
      log.info('signed in by link', { user: user.username });
      return begin(user);
    },
    async createSignInLink(username) {
      const user = await users.findByUsername(username);
      if (!user) throw noSuchUser(username);
      return links.add(user.id, now());
    },
    async refresh(refreshToken) {
      const rotation = await refreshTokens.rotate(refreshToken, now());
      if (rotation.kind === 'not-valid') throw new ApiError('refresh-not-valid');
      if (rotation.kind === 'reused') {
        log.warn('a refresh token was used twice, so its session was ended', { userId: rotation.userId });
        throw new ApiError('refresh-reused');
      }
      const user = await users.findById(rotation.next.userId);
      if (!user) throw new ApiError('refresh-not-valid');
      return sessionOf(user, rotation.next);
    },
    async signOut({ refreshToken, accessToken }) {
      if (refreshToken !== undefined) await refreshTokens.end(refreshToken, now());
      const holder = accessToken === undefined ? null : await accessTokens.verify(accessToken);
      if (holder) await refreshTokens.endFamily(holder.sessionId, now());
    },
    async verifyAccessToken(token) {
      const holder = await accessTokens.verify(token);
      const user = holder && (await users.findById(holder.userId));
      return user && publicUser(user, sipDomain);
    },
  };
}
