import { createCipheriv, createHmac, randomBytes } from 'node:crypto';

const AUTH_TAG_BYTES = 10;

/**
 * SRTP with AES_CM_128_HMAC_SHA1_80 (RFC 3711), one direction, for streams too short for a rollover of the
 * sequence number.
 */
export class Srtp {
  readonly #cipherKey: Buffer;
  readonly #authKey: Buffer;
  readonly #salt: Buffer;

  /** @param keyAndSalt 16 octets of master key and 14 of master salt (RFC 4568 §6.2) */
  constructor(keyAndSalt: Buffer) {
    this.#cipherKey = derive(keyAndSalt, 0, 16);
    this.#authKey = derive(keyAndSalt, 1, 20);
    this.#salt = derive(keyAndSalt, 2, 14);
  }

  static newKey(): Buffer {
    return randomBytes(30);
  }

  protect(packet: Buffer): Buffer {
    const encrypted = this.#crypt(packet);
    return Buffer.concat([encrypted, this.#tag(encrypted)]);
  }

  /** @returns null when the packet is not authentic */
  unprotect(packet: Buffer): Buffer | null {
    const body = packet.subarray(0, packet.length - AUTH_TAG_BYTES);
    if (!this.#tag(body).equals(packet.subarray(body.length))) return null;
    return this.#crypt(body);
  }

  /** RFC 3711 §4.1.1; the key stream is the same both ways. */
  #crypt(packet: Buffer): Buffer {
    const iv = Buffer.alloc(16);
    this.#salt.copy(iv);
    for (let at = 0; at < 4; at += 1) iv.writeUInt8(iv.readUInt8(4 + at) ^ packet.readUInt8(8 + at), 4 + at);
    iv.writeUInt16BE(iv.readUInt16BE(12) ^ packet.readUInt16BE(2), 12);
    const cipher = createCipheriv('aes-128-ctr', this.#cipherKey, iv);
    return Buffer.concat([packet.subarray(0, 12), cipher.update(packet.subarray(12))]);
  }

  #tag(packet: Buffer): Buffer {
    const rolloverCounter = Buffer.alloc(4);
    return createHmac('sha1', this.#authKey)
      .update(packet)
      .update(rolloverCounter)
      .digest()
      .subarray(0, AUTH_TAG_BYTES);
  }
}

/** RFC 3711 §4.3.1. */
function derive(keyAndSalt: Buffer, label: number, length: number): Buffer {
  const iv = Buffer.alloc(16);
  keyAndSalt.copy(iv, 0, 16, 30);
  iv.writeUInt8(iv.readUInt8(7) ^ label, 7);
  return createCipheriv('aes-128-ctr', keyAndSalt.subarray(0, 16), iv).update(Buffer.alloc(length));
}
