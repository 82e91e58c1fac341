import type { Device, DeviceCredentials, IceServer, Session, User } from '@tandem/api-types';
import type { Database } from '@tandem/sql';
import type { Lockouts } from '../authentication/lockouts.ts';
import type { Actor, Changes } from '../changes/changes.ts';
import type { Log } from '../observability/log.ts';

export interface AccountsOptions {
  readonly db: Database;
  /** The digest realm of SIP; changing it invalidates every SIP password. */
  readonly realm: string;
  /** The host part of addresses-of-record. */
  readonly sipDomain: string;
  /** Signs access tokens; 32 characters or more. */
  readonly tokenSecret: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly iceServers: readonly IceServer[];
  readonly log: Log;
  /** Shared with SIP, so that a guesser has one budget for both. Default: one of their own. */
  readonly lockouts?: Lockouts;
  /** Default 900 (15 minutes). */
  readonly accessTokenSeconds?: number;
  /** The history of the configuration. Default: one of their own on the same database. */
  readonly changes?: Changes;
  /** From each refresh on. Default 2,592,000 (30 days). */
  readonly refreshTokenSeconds?: number;
  /** What softphones are told to ask for in REGISTER. Default 600. */
  readonly registerExpiresSeconds?: number;
  /** Default `/sip`. */
  readonly webSocketPath?: string;
  /** The user's bindings are gone from the database and must go from memory. */
  readonly onUserRemoved?: (username: string) => void;
  readonly onUserEdited?: (username: string) => void;
  readonly onDeviceRemoved?: (removed: DeviceRemoval) => void;
  /** A SIP password changed or went away: forget what is remembered of it. */
  readonly onCredentialsChanged?: (authorizationUsername: string) => void;
}

export interface DeviceRemoval {
  readonly username: string;
  readonly deviceId: string;
}

export interface UserPageRequest {
  /** A part of the user name or display name. */
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface NewUser {
  readonly username: string;
  readonly password: string;
  /** Default: the user name. */
  readonly displayName?: string | undefined;
  /** Default `user`. */
  readonly role?: User['role'] | undefined;
}

export interface ListedUser extends User {
  readonly createdAt: string;
  readonly version: number;
  readonly voicemail: boolean;
}

/** What an admin changes of a user. What is undefined stays. */
export interface UserEdit {
  readonly displayName?: string | undefined;
  readonly role?: User['role'] | undefined;
  /** Whether calls that nobody answers go to the mailbox. */
  readonly voicemail?: boolean | undefined;
}

/**
 * Everything about who may use the system. Nothing is remembered between calls but failures of signing in, so the
 * `tandem` command may change accounts while the server runs. Every function rejects when the database is away
 * (`isDatabaseUnavailable`).
 */
export interface Accounts {
  /**
   * @param actor who does it, for the history; default: the `tandem` command
   * @throws ApiError `bad-input`, `user-exists`
   */
  createUser(newUser: NewUser, actor?: Actor): Promise<ListedUser>;
  /**
   * @param editedVersion the version that the caller saw, which must still be the newest
   * @throws ApiError `bad-input`, `not-found`, `changed-meanwhile`
   */
  editUser(username: string, edit: UserEdit, editedVersion: number, actor?: Actor): Promise<ListedUser>;
  /** Sorted by user name. @throws ApiError `bad-input` for a foreign cursor */
  listUsers(request: UserPageRequest): Promise<{ users: ListedUser[]; nextCursor: string | null }>;
  countUsers(): Promise<number>;
  findUser(username: string): Promise<ListedUser | null>;
  /** Removes devices, credentials, sessions and bindings too; the call records stay. @throws ApiError `not-found` */
  removeUser(username: string, actor?: Actor): Promise<void>;
  /**
   * For the web and for desk phones. Ends every session and sign-in link; softphones' own SIP passwords stay, and an
   * access token works until it expires. @throws ApiError `bad-input`, `not-found`
   */
  setPassword(username: string, password: string, actor?: Actor): Promise<void>;

  /**
   * @param attempt `sourceAddress` is where it comes from, for slowing down guessers
   * @throws ApiError `wrong-password` (also for an unknown user, after the same time), `too-many-attempts`, `overloaded`
   */
  signIn(attempt: { username: string; password: string; sourceAddress: string }): Promise<Session>;
  /** @throws ApiError `link-not-valid` */
  signInByLink(token: string): Promise<Session>;
  /** @returns the secret of a link that signs the user in once, within 24 hours. @throws ApiError `not-found` */
  createSignInLink(username: string): Promise<string>;
  /** @throws ApiError `refresh-not-valid`, `refresh-reused` */
  refresh(refreshToken: string): Promise<Session>;
  /** Ends the session of either token. One that is unknown or no longer valid ends nothing. */
  signOut(tokens: { refreshToken?: string | undefined; accessToken?: string | undefined }): Promise<void>;
  /** @returns the user as they are now, or null when the token is not valid or the user is gone */
  verifyAccessToken(token: string): Promise<User | null>;

  /**
   * Gives a device SIP credentials of its own; the password is told only here.
   * @throws ApiError `too-many-devices` when all devices of the user are registered and no further one is allowed
   */
  addDevice(user: User, device: { name: string; platform: Device['platform'] }): Promise<DeviceCredentials>;
  listDevices(user: User): Promise<Device[]>;
  /** @throws ApiError `not-found` when it is not a device of this user */
  removeDevice(user: User, deviceId: string): Promise<void>;
}
