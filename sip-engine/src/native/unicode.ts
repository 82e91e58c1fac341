const BEYOND_ASCII = /[^\0-\x7f]/;

/** Header text is kept one character per octet; applications want Unicode (RFC 3261 §25.1: UTF-8). */
export function unicode(text: string): string;
export function unicode(text: string | undefined): string | undefined;
export function unicode(text: string | undefined): string | undefined {
  return text !== undefined && BEYOND_ASCII.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text;
}

/** Unicode as header text: one character per octet of its UTF-8. */
export const octets = (text: string): string =>
  BEYOND_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
