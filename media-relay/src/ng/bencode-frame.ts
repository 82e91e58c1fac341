const MAX_DEPTH = 64;
const DICTIONARY = 0x64;
const LIST = 0x6c;
const INTEGER = 0x69;
const END = 0x65;
const COLON = 0x3a;

/**
 * Where the bencoded value that begins at `start` ends. TCP has no message borders and rtpengine's NG protocol
 * adds none, so the value's own structure is the frame.
 * @returns the offset after the value, or null when more bytes are needed
 * @throws {RangeError} when the bytes are not bencode
 */
export function bencodedEnd(bytes: Buffer, start: number): number | null {
  let depth = 0;
  let at = start;
  do {
    const byte = bytes[at];
    if (byte === undefined) return null;
    if (byte === DICTIONARY || byte === LIST) {
      depth += 1;
      if (depth > MAX_DEPTH) throw new RangeError('bencode is nested too deeply');
      at += 1;
    } else if (byte === END && depth > 0) {
      depth -= 1;
      at += 1;
    } else {
      const end = byte === INTEGER ? integerEnd(bytes, at) : stringEnd(bytes, at);
      if (end === null) return null;
      at = end;
    }
  } while (depth > 0);
  return at <= bytes.length ? at : null;
}

function integerEnd(bytes: Buffer, start: number): number | null {
  const end = bytes.indexOf(END, start);
  if (end === -1) {
    if (bytes.length - start > 24) throw new RangeError('bencode integer is too long');
    return null;
  }
  if (!/^i-?\d{1,20}$/.test(bytes.toString('latin1', start, end))) {
    throw new RangeError('bencode integer is malformed');
  }
  return end + 1;
}

function stringEnd(bytes: Buffer, start: number): number | null {
  const window = bytes.subarray(start, start + 12);
  const colon = window.indexOf(COLON);
  const digits = window.toString('latin1', 0, colon === -1 ? window.length : colon);
  if (!/^\d{1,10}$/.test(digits) || (colon === -1 && window.length === 12)) {
    throw new RangeError('bencode string length is malformed');
  }
  if (colon === -1) return null;
  const end = start + colon + 1 + Number(digits);
  return end <= bytes.length ? end : null;
}
