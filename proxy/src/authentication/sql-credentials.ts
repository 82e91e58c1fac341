import type { Database } from '@tandem/sql';
import { z } from 'zod';
import type { CredentialStore } from './credentials.ts';

const row = z.object({
  authorization_username: z.string(),
  user_id: z.string(),
  username: z.string(),
  device_id: z.string().nullable(),
  realm: z.string(),
  ha1_md5: z.string().length(32),
  ha1_sha256: z.string().length(64),
});

const AUTHORIZATION_USERNAME_MAX = 100;

/** The credentials in the database. Each call is one query; put `cacheCredentials` in front. */
export function createCredentialStore(db: Database): CredentialStore {
  return {
    async find(authorizationUsername) {
      if (authorizationUsername.length > AUTHORIZATION_USERNAME_MAX) return null;
      const found: unknown = await db('sip_credentials')
        .join('users', 'users.id', 'sip_credentials.user_id')
        .where('authorization_username', authorizationUsername)
        .first(
          'authorization_username',
          'user_id',
          'username',
          'device_id',
          'realm',
          'ha1_md5',
          'ha1_sha256',
        );
      if (found === undefined) return null;
      const credential = row.parse(found);
      // MariaDB ignores spaces at the end when it compares.
      if (credential.authorization_username !== authorizationUsername) return null;
      const { user_id, username, device_id, realm, ha1_md5, ha1_sha256 } = credential;
      return {
        identity: { userId: user_id, username, deviceId: device_id },
        realm,
        ha1: { md5: ha1_md5, sha256: ha1_sha256 },
      };
    },
  };
}
