import type { Accounts } from '../accounts/accounts.ts';
import { createAccounts } from '../accounts/create-accounts.ts';
import { type Names, rememberNames } from '../accounts/remembered-names.ts';
import { createAuthenticator } from '../authentication/authenticator.ts';
import { cacheCredentials } from '../authentication/credential-cache.ts';
import { createLockouts, defaultLockoutLimits } from '../authentication/lockouts.ts';
import { createCredentialStore } from '../authentication/sql-credentials.ts';
import { type Authenticate, authenticated } from '../authentication/srf-authentication.ts';
import { createBindingStore } from '../registrar/binding-store.ts';
import { createLocation, type Location } from '../registrar/location.ts';
import { withPbxAccounts } from '../trunks/pbx-accounts.ts';
import type { Trunks } from '../trunks/trunks.ts';
import type { Base } from './base.ts';

/** Where browsers speak SIP. */
export const WEB_SOCKET_PATH = '/sip';

/** Who may do what, and where their phones are. */
export interface People {
  readonly authenticate: Authenticate;
  readonly accounts: Accounts;
  readonly location: Location;
  /** What the directory says, remembered for a while. */
  readonly names: Names;
  /** Tells of users who were edited or removed, here or by another process. */
  onUserChanged(listener: (username: string) => void): void;
  /** Takes over what another process did to users. @throws when the database is down */
  usersChangedElsewhere(usernames: ReadonlySet<string>): Promise<void>;
}

export async function openPeople(base: Base, trunks: Trunks): Promise<People> {
  const { config, log, closers, now, secrets, db, changes, directory, domains } = base;
  const { sip } = config;
  const credentials = cacheCredentials(createCredentialStore(db), { now, log });
  const authenticator = createAuthenticator({
    credentials: withPbxAccounts(credentials, { trunks, realm: sip.realm }),
    realm: sip.realm,
    algorithms: sip.digestAlgorithms,
    now,
    log,
  });
  const location = createLocation({ store: createBindingStore(db, config.node), now, log });
  closers.add('location', () => location.close());
  await location.load();
  const listeners: ((username: string) => void)[] = [];
  const names = rememberNames(directory, { now });
  const userChanged = (username: string): void => {
    names.forget();
    for (const listener of listeners) listener(username);
  };
  const userRemoved = (username: string): void => {
    location.forget(username);
    userChanged(username);
  };
  const accounts = createAccounts({
    db,
    realm: sip.realm,
    sipDomain: domains.primary,
    tokenSecret: secrets.tokenSecret,
    now,
    log,
    lockouts: createLockouts(defaultLockoutLimits, now),
    changes,
    iceServers: config.accounts.iceServers,
    accessTokenSeconds: config.accounts.accessTokenMinutes * 60,
    refreshTokenSeconds: config.accounts.refreshTokenDays * 86_400,
    registerExpiresSeconds: config.registrar.defaultExpiresSeconds,
    webSocketPath: WEB_SOCKET_PATH,
    onUserRemoved: userRemoved,
    onUserEdited: userChanged,
    onDeviceRemoved: ({ username, deviceId }) => location.forget(username, deviceId),
    onCredentialsChanged: (authorizationUsername) => credentials.invalidate(authorizationUsername),
  });
  return {
    authenticate: authenticated(authenticator),
    accounts,
    location,
    names,
    onUserChanged: (listener) => void listeners.push(listener),
    async usersChangedElsewhere(usernames) {
      for (const username of usernames) {
        credentials.invalidate(username);
        if (await directory.userExists(username)) userChanged(username);
        else userRemoved(username);
      }
    },
  };
}
