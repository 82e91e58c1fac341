import type { Ha1 } from './digest.ts';

/** What is often at hand, and else takes a while: whoever answers thousands of requests a second need not wait. */
export type Awaitable<T> = T | Promise<T>;

/** Who a request comes from. */
export interface Identity {
  readonly userId: string;
  readonly username: string;
  /** Null for a desk phone, which signs in with the user's own name and password. */
  readonly deviceId: string | null;
  /** The trunk of a PBX that signs in; absent for our own users. */
  readonly trunkId?: string;
}

/** What is stored of one authorization username. */
export interface Credential {
  readonly identity: Identity;
  readonly realm: string;
  readonly ha1: Ha1;
}

/** Finds what is stored of an authorization username. */
export interface CredentialStore {
  /**
   * @param authorizationUsername compared byte by byte
   * @param maxAgeMs how old a remembered answer may be; the store's own choice when absent
   * @returns null when nobody has it, and no promise when it is known without asking; rejects when the database does
   *   not answer
   */
  find(authorizationUsername: string, maxAgeMs?: number): Awaitable<Credential | null>;
}
