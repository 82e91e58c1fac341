import { hash, randomBytes } from 'node:crypto';

/** 256 random bits as 43 characters that need no escaping in a URL or in JSON. */
export const newSecretToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token. A plain hash is enough: 256 random bits cannot be guessed from it. */
export const tokenHash = (token: string): string => hash('sha256', token);
