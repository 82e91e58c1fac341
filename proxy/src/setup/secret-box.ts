import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Keeps secrets of others, such as a carrier's password, unreadable in the database and its backups. */
export interface SecretBox {
  /**
   * AES-256-GCM with a fresh nonce.
   * @param purpose what the secret is for, such as the trunk and the realm: it opens for nothing else
   */
  seal(secret: string, purpose: string): string;
  /** @throws Error when it was sealed with another key or for another purpose, or is damaged */
  open(sealed: string, purpose: string): string;
}

/** The message names no secret. */
class SecretBoxError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SecretBoxError';
  }
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_LENGTH = 8;

/** @param key 32 bytes */
export function createSecretBox(key: Buffer): SecretBox {
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, KEY_ID_LENGTH);
  return {
    seal(secret, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return `v1.${keyId}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
    },
    open(sealed, purpose) {
      const [version, sealedBy, body = ''] = sealed.split('.');
      if (version !== 'v1') throw new SecretBoxError('the stored secret is damaged');
      if (sealedBy !== keyId)
        throw new SecretBoxError('the secret was stored with another encryption key than the present one');
      const bytes = Buffer.from(body, 'base64url');
      const tagEnd = NONCE_BYTES + TAG_BYTES;
      if (bytes.length < tagEnd) throw new SecretBoxError('the stored secret is damaged');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        })
          .setAAD(Buffer.from(purpose))
          .setAuthTag(bytes.subarray(NONCE_BYTES, tagEnd));
        return decipher.update(bytes.subarray(tagEnd), undefined, 'utf8') + decipher.final('utf8');
      } catch (error) {
        throw new SecretBoxError('the stored secret is damaged or belongs to another account', {
          cause: error,
        });
      }
    },
  };
}

/**
 * Reads an encryption key.
 * @param text 32 bytes in base64 or hexadecimal; space around it does not count
 * @returns null when it is something else
 */
export function parseEncryptionKey(text: string): Buffer | null {
  const trimmed = text.trim();
  if (/^[0-9a-fA-F]{64}$/.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return null;
  const bytes = Buffer.from(trimmed, 'base64');
  return bytes.length === KEY_BYTES ? bytes : null;
}
