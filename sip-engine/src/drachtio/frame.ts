/**
 * Frames of the drachtio protocol: `<decimal length>#<payload>`, the length counting the payload's bytes.
 * Frames follow each other without a delimiter and may be split or merged by TCP.
 */

/** Longest payload accepted from an application, in bytes. */
export const maxFrameBytes = 1024 * 1024;

/** More digits than any accepted length has. */
const maxPrefixDigits = 7;
const hash = 0x23;
const digitZero = 0x30;
const digitNine = 0x39;

export type FrameBatch =
  | { readonly ok: true; readonly payloads: Buffer[] }
  | { readonly ok: false; readonly payloads: Buffer[]; readonly problem: string };

/** Cuts a byte stream into payloads. After a problem the stream has lost its framing and must be closed. */
export class FrameDecoder {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Bytes needed before another look is worth while, so that a long frame in small pieces costs linear time. */
  #neededBytes = 1;

  /** What has come of a frame that is not whole. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  push(chunk: Buffer): FrameBatch {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (this.#pendingBytes < this.#neededBytes) return { ok: true, payloads: [] };
    const bytes = this.#pending.length === 1 ? chunk : Buffer.concat(this.#pending);
    return this.#cut(bytes);
  }

  #cut(bytes: Buffer): FrameBatch {
    const payloads: Buffer[] = [];
    let offset = 0;
    this.#neededBytes = 1;
    while (offset < bytes.length) {
      const prefix = readPrefix(bytes, offset);
      if (prefix === 'incomplete') break;
      if (typeof prefix === 'string') return { ok: false, payloads, problem: prefix };
      const end = prefix.start + prefix.length;
      if (end > bytes.length) {
        this.#neededBytes = end - offset;
        break;
      }
      payloads.push(bytes.subarray(prefix.start, end));
      offset = end;
    }
    const rest = bytes.subarray(offset);
    this.#pending = rest.length > 0 ? [rest] : [];
    this.#pendingBytes = rest.length;
    return { ok: true, payloads };
  }
}

function readPrefix(bytes: Buffer, offset: number): { start: number; length: number } | string {
  let length = 0;
  for (let index = offset; index < bytes.length; index += 1) {
    const octet = bytes[index];
    if (octet === hash) {
      if (index === offset) return 'a frame without a length';
      if (length > maxFrameBytes) return `a frame of ${length} bytes is longer than ${maxFrameBytes}`;
      if (length === 0) return 'an empty frame';
      return { start: index + 1, length };
    }
    if (octet === undefined || octet < digitZero || octet > digitNine) return 'a length that is not a number';
    if (index - offset >= maxPrefixDigits) return 'a length of too many digits';
    length = length * 10 + (octet - digitZero);
  }
  return 'incomplete';
}

/** A frame of a meta line (one octet per character) and, after it, the bytes of a SIP message. */
export function encodeFrame(meta: string, message?: Buffer): Buffer {
  const length = meta.length + (message === undefined ? 0 : message.length);
  const prefix = `${length}#`;
  const frame = Buffer.allocUnsafe(prefix.length + length);
  frame.write(prefix, 0, 'latin1');
  frame.write(meta, prefix.length, 'latin1');
  message?.copy(frame, prefix.length + meta.length);
  return frame;
}
