/** Parameters by lower-case name. A value is the text as written (quotes kept); null when there is no `=`. */
export type Params = Map<string, string | null>;

const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

const isTokenCode = new Uint8Array(256);
for (const char of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~") {
  isTokenCode[char.charCodeAt(0)] = 1;
}
const isValueCode = isTokenCode.slice();
// gen-value is a token, a host or a quoted string; IPv6 hosts come with and without brackets (RFC 5118 §4.5),
// and widely deployed parameters carry bare URIs and base64.
for (const char of '[]:/@=&$?#(){}') isValueCode[char.charCodeAt(0)] = 1;

export function skipSpace(text: string, from: number): number {
  let position = from;
  while (position < text.length && isSpace(text.charCodeAt(position))) position++;
  return position;
}

/** The index after the closing quote of the quoted string that starts at `from`, or -1 when it is not closed. */
export function skipQuoted(text: string, from: number): number {
  for (let position = from + 1; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === BACKSLASH) position++;
    else if (code === QUOTE) return position + 1;
  }
  return -1;
}

function skipCodes(text: string, from: number, allowed: Uint8Array): number {
  let position = from;
  while (position < text.length && allowed[text.charCodeAt(position)] === 1) position++;
  return position;
}

/**
 * Parses `*( SEMI generic-param )` (RFC 3261 §25.1) from `from` to the end of the text.
 * Returns null when anything else is there, such as an empty parameter. The first of two equal names wins.
 */
export function parseParams(text: string, from: number): Params | null {
  const params: Params = new Map();
  let position = skipSpace(text, from);
  while (position < text.length) {
    if (text.charCodeAt(position) !== SEMICOLON) return null;
    const nameStart = skipSpace(text, position + 1);
    const nameEnd = skipCodes(text, nameStart, isTokenCode);
    if (nameEnd === nameStart) return null;
    const name = text.slice(nameStart, nameEnd).toLowerCase();
    position = skipSpace(text, nameEnd);
    let value: string | null = null;
    if (text.charCodeAt(position) === EQUALS) {
      const valueStart = skipSpace(text, position + 1);
      const valueEnd =
        text.charCodeAt(valueStart) === QUOTE
          ? skipQuoted(text, valueStart)
          : skipCodes(text, valueStart, isValueCode);
      if (valueEnd <= valueStart) return null;
      value = text.slice(valueStart, valueEnd);
      position = skipSpace(text, valueEnd);
    }
    if (!params.has(name)) params.set(name, value);
  }
  return params;
}

/** `;name=value` for each parameter. */
export function formatParams(params: ReadonlyMap<string, string | null>): string {
  let text = '';
  for (const [name, value] of params) text += value === null ? `;${name}` : `;${name}=${value}`;
  return text;
}
