import { headerKey, headerName, nameBit } from './header-names.ts';

const LINE_BREAKS = /[\r\n]+[ \t]*/g;

/** One line: a line break inside a value would let its sender write headers of its own. */
export function oneLine(value: string): string {
  return value.includes('\n') || value.includes('\r') ? value.replace(LINE_BREAKS, ' ') : value;
}

/**
 * The header fields of a message, in the order received. Names match without regard to case and compact form
 * (RFC 3261 §7.3). Text holds one character per octet (latin1), so any octet survives a round trip.
 * Values are unfolded and trimmed but not parsed.
 */
export class Headers {
  #keys: string[] = [];
  /** As they are spelled; null while each is spelled as its key. */
  #names: string[] | null = null;
  #values: string[] = [];
  /** Bits of the names that are there, see {@link nameBit}, perhaps of some that were removed. */
  #present = 0;
  /** Those of them that came twice, or share their bit with another. */
  #repeated = 0;

  /** The first field with this name, or undefined. */
  get(name: string): string | undefined {
    const index = this.#firstIndex(name);
    return index < 0 ? undefined : this.#values[index];
  }

  /** Each field line with this name, in order; comma-separated lists stay together. */
  getAll(name: string): string[] {
    const key = headerKey(name);
    const found: string[] = [];
    let index = this.#keys.indexOf(key);
    while (index >= 0) {
      found.push(this.#values[index] ?? '');
      index = this.#keys.indexOf(key, index + 1);
    }
    return found;
  }

  /** All field lines with this name as one list (RFC 3261 §7.3.1), or undefined when there is none. */
  list(name: string): string | undefined {
    const index = this.#firstIndex(name);
    if (index < 0) return undefined;
    const key = this.#keys[index] ?? name;
    const isOnly = (this.#repeated & nameBit(key)) === 0 || this.#keys.indexOf(key, index + 1) < 0;
    return isOnly ? this.#values[index] : this.getAll(key).join(', ');
  }

  has(name: string): boolean {
    return this.#firstIndex(name) >= 0;
  }

  /** How many field lines have this name. */
  countOf(name: string): number {
    const key = headerKey(name);
    let count = 0;
    for (const each of this.#keys) if (each === key) count++;
    return count;
  }

  /** Replaces the first field with this name and removes the others; appends when there is none. */
  set(name: string, value: string): void {
    const key = headerKey(name);
    const index = this.#keys.indexOf(key);
    if (index < 0) {
      this.append(name, value);
      return;
    }
    this.#values[index] = oneLine(value);
    let next = this.#keys.indexOf(key, index + 1);
    while (next >= 0) {
      this.#removeAt(next);
      next = this.#keys.indexOf(key, next);
    }
  }

  append(name: string, value: string): void {
    const { key, usual } = headerName(name);
    this.appendParsed(key, oneLine(usual), oneLine(value));
  }

  /** Puts a field before the others of its name (a new top Via, say), or first of all when there is none. */
  prepend(name: string, value: string): void {
    const key = headerKey(name);
    const index = Math.max(0, this.#keys.indexOf(key));
    const spelling = oneLine(headerName(name).usual);
    if (spelling !== key) this.#names ??= this.#keys.slice();
    this.#see(key);
    this.#keys.splice(index, 0, key);
    this.#names?.splice(index, 0, spelling);
    this.#values.splice(index, 0, oneLine(value));
  }

  /** Removes every field with this name. */
  remove(name: string): void {
    const key = headerKey(name);
    let index = this.#keys.indexOf(key);
    while (index >= 0) {
      this.#removeAt(index);
      index = this.#keys.indexOf(key, index);
    }
  }

  /** Removes the first field line with this name; the whole line, also when it holds a comma-separated list. */
  removeFirst(name: string): void {
    const index = this.#firstIndex(name);
    if (index >= 0) this.#removeAt(index);
  }

  /** Replaces the first field line with this name and leaves the others. */
  replaceFirst(name: string, value: string): void {
    const index = this.#firstIndex(name);
    if (index >= 0) this.#values[index] = oneLine(value);
  }

  *entries(): IterableIterator<{ readonly name: string; readonly value: string }> {
    for (let index = 0; index < this.#keys.length; index++) {
      yield { name: this.#nameAt(index), value: this.#values[index] ?? '' };
    }
  }

  /** How many octets the field lines are on the wire. */
  get byteLength(): number {
    let length = 0;
    for (let index = 0; index < this.#keys.length; index++)
      length += this.#nameAt(index).length + (this.#values[index]?.length ?? 0) + 4;
    return length;
  }

  get count(): number {
    return this.#keys.length;
  }

  clone(): Headers {
    const copy = new Headers();
    copy.#keys = this.#keys.slice();
    copy.#names = this.#names?.slice() ?? null;
    copy.#values = this.#values.slice();
    copy.#present = this.#present;
    copy.#repeated = this.#repeated;
    return copy;
  }

  /** `Name: value` lines, each ended by CRLF, without Content-Length: the serializer counts the body itself. */
  text(): string {
    let text = '';
    for (let index = 0; index < this.#keys.length; index++) {
      if (this.#keys[index] !== 'Content-Length')
        text += `${this.#nameAt(index)}: ${this.#values[index]}\r\n`;
    }
    return text;
  }

  /** The field lines with this name as they are on the wire; empty when there are none. */
  linesOf(name: string): string {
    let text = '';
    let index = this.#firstIndex(name);
    const key = this.#keys[index] ?? name;
    while (index >= 0) {
      text += `${this.#nameAt(index)}: ${this.#values[index]}\r\n`;
      index = this.#keys.indexOf(key, index + 1);
    }
    return text;
  }

  /** For the parser, which has checked the name and unfolded the value already. */
  appendParsed(key: string, name: string, value: string): void {
    this.#see(key);
    if (name !== key) this.#names ??= this.#keys.slice();
    this.#keys.push(key);
    this.#names?.push(name);
    this.#values.push(value);
  }

  /** Copies every field of one name from other headers, as they are. */
  copyFrom(source: Headers, name: string): void {
    const key = headerKey(name);
    let index = source.#keys.indexOf(key);
    while (index >= 0) {
      this.appendParsed(key, source.#nameAt(index), source.#values[index] ?? '');
      index = source.#keys.indexOf(key, index + 1);
    }
  }

  #nameAt(index: number): string {
    return (this.#names ?? this.#keys)[index] ?? '';
  }

  #see(key: string): void {
    const bit = nameBit(key);
    this.#repeated |= this.#present & bit;
    this.#present |= bit;
  }

  /** Nearly all who ask write a name as its key, so that it need not be looked up; often it is not there. */
  #firstIndex(name: string): number {
    if (name.length > 1 && (this.#present & nameBit(name)) === 0) return -1;
    const index = this.#keys.indexOf(name);
    if (index >= 0) return index;
    const key = headerKey(name);
    return key === name ? -1 : this.#keys.indexOf(key);
  }

  #removeAt(index: number): void {
    this.#keys.splice(index, 1);
    this.#names?.splice(index, 1);
    this.#values.splice(index, 1);
  }
}

export interface SipRequest {
  readonly kind: 'request';
  /** As received; methods are case-sensitive (RFC 3261 §7.1). */
  method: string;
  uri: string;
  headers: Headers;
  body: Buffer;
  /** It came in ASCII alone, so that none of its text needs decoding; absent when nobody looked. */
  readonly ascii?: boolean;
}

export interface SipResponse {
  readonly kind: 'response';
  /** 100 to 699. */
  status: number;
  /** latin1 text, may be empty. */
  reason: string;
  headers: Headers;
  body: Buffer;
}

export type SipMessage = SipRequest | SipResponse;

/** The body of every message that has none. */
export const EMPTY_BODY: Buffer = Buffer.alloc(0);
