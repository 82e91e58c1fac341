import { digitsAt } from './digits.ts';
import { splitCommaList } from './name-addr.ts';
import {
  isSameValue,
  type ParamCursor,
  ParamsBeingRead,
  paramName,
  parseParams,
  readParam,
} from './params.ts';

/** One Via value (RFC 3261 §20.42). */
export interface Via {
  /** Upper case: `UDP`, `TCP`, `TLS`, `WS`, `WSS`, or what else the sender wrote. */
  readonly protocol: string;
  /** The host of sent-by as written; an IPv6 host keeps its brackets. */
  readonly host: string;
  readonly port?: number | undefined;
  readonly branch?: string | undefined;
  readonly received?: string | undefined;
  /** null: the sender asks for it (`;rport`); a number: filled in (RFC 3581). */
  readonly rport?: number | null | undefined;
  /** A parameter came twice with different values; the first one counts. */
  readonly ambiguous: boolean;
  /** All parameters, with branch, received and rport; read anew at each access. */
  readonly params: ReadonlyMap<string, string | null>;
}

const HEAD =
  /^SIP[ \t]*\/[ \t]*2\.0[ \t]*\/[ \t]*([A-Za-z0-9\-.!%*_+`'~]+)[ \t]+([A-Za-z0-9\-._]+|\[[0-9A-Fa-f:.]+\])[ \t]*(?::[ \t]*(\d{1,5}))?[ \t]*/i;
/** What nearly every Via is, and can be cut where its parts end: an expression that hands them out costs several times as much. */
const PLAIN =
  /^SIP\/2\.0\/[A-Z]{2,4} [A-Za-z0-9\-._]+(?::\d{1,5})?(?:;[A-Za-z-]+(?:=[A-Za-z0-9\-.!%*_+`'~:[\]/@]+)?)*$/;
const PROTOCOL_START = 'SIP/2.0/'.length;

const MAX_PORT = 65_535;

let lastText = '';
let lastVia: Via | null = null;

/**
 * Parses one Via value; null when it is malformed or more follows. The last result is remembered, for the layers ask
 * for the top Via of one message after the other.
 */
export function parseVia(text: string): Via | null {
  if (text !== lastText) {
    lastVia = readVia(text);
    lastText = text;
  }
  return lastVia;
}

/** Most readers want the branch and where to answer; the rest is only looked at again when asked for. */
class ParsedVia implements Via {
  readonly protocol: string;
  readonly host: string;
  readonly port: number | undefined;
  branch: string | undefined;
  received: string | undefined;
  rport: number | null | undefined;
  ambiguous = false;
  readonly paramsStart: number;
  readonly #text: string;
  #others: ParamsBeingRead | null = null;

  constructor(protocol: string, host: string, port: number | undefined, text: string, paramsStart: number) {
    this.protocol = protocol;
    this.host = host;
    this.port = port;
    this.#text = text;
    this.paramsStart = paramsStart;
  }

  take(name: string, value: string | null): void {
    if (name === 'branch') {
      if (this.branch === undefined) this.branch = value ?? undefined;
      else this.#repeat(this.branch, value);
    } else if (name === 'received') {
      if (this.received === undefined) this.received = value ?? undefined;
      else this.#repeat(this.received, value);
    } else if (name === 'rport') {
      if (this.rport === undefined) this.rport = readPort(value);
      else if (this.rport !== readPort(value)) this.ambiguous = true;
    } else {
      this.#others ??= new ParamsBeingRead();
      this.#others.take(name, value);
      if (this.#others.ambiguous) this.ambiguous = true;
    }
  }

  #repeat(known: string, value: string | null): void {
    if (!isSameValue(known, value)) this.ambiguous = true;
  }

  get params(): ReadonlyMap<string, string | null> {
    return parseParams(this.#text, this.paramsStart) ?? new Map();
  }
}

const cursor: ParamCursor = { name: '', value: null };

function readVia(text: string): Via | null {
  const isPlain = PLAIN.test(text);
  const via = isPlain ? plainHead(text) : anyHead(text);
  if (via === null || via.port === 0 || (via.port ?? 0) > MAX_PORT) return null;
  if (isPlain) takePlainParams(via, text);
  else if (!takeParams(via, text)) return null;
  return via;
}

/** @returns false when something else than parameters is there */
function takeParams(via: ParsedVia, text: string): boolean {
  let position = via.paramsStart;
  while (position < text.length) {
    position = readParam(text, position, cursor);
    if (position < 0) return false;
    via.take(cursor.name, cursor.value);
  }
  return true;
}

function takePlainParams(via: ParsedVia, text: string): void {
  let start = via.paramsStart + 1;
  while (start < text.length) {
    const semicolon = text.indexOf(';', start);
    const end = semicolon < 0 ? text.length : semicolon;
    const equals = text.indexOf('=', start);
    const hasValue = equals >= 0 && equals < end;
    const name = paramName(text, start, hasValue ? equals : end);
    via.take(name, hasValue ? text.slice(equals + 1, end) : null);
    start = end + 1;
  }
}

function plainHead(text: string): ParsedVia {
  const space = text.indexOf(' ', PROTOCOL_START);
  const semicolon = text.indexOf(';', space);
  const end = semicolon < 0 ? text.length : semicolon;
  const colon = text.indexOf(':', space);
  const hostEnd = colon < 0 || colon > end ? end : colon;
  const port = hostEnd === end ? undefined : digitsAt(text, colon + 1);
  return new ParsedVia(text.slice(PROTOCOL_START, space), text.slice(space + 1, hostEnd), port, text, end);
}

function anyHead(text: string): ParsedVia | null {
  const match = HEAD.exec(text);
  const protocol = match?.[1];
  const host = match?.[2];
  if (match === null || protocol === undefined || host === undefined) return null;
  const port = match[3] === undefined ? undefined : Number(match[3]);
  return new ParsedVia(protocol.toUpperCase(), host, port, text, match[0].length);
}

function readPort(text: string | null): number | null {
  const port = Number(text ?? 0);
  return Number.isInteger(port) && port > 0 && port <= MAX_PORT ? port : null;
}

/** The first of the comma-separated values of a Via line. */
export function firstVia(line: string): string {
  return line.includes(',') ? (splitCommaList(line)[0] ?? '') : line;
}

/** The first of the comma-separated values of a Via line, and the rest of the line. */
export function splitFirstVia(line: string): { readonly first: string; readonly rest: string } {
  if (!line.includes(',')) return { first: line, rest: '' };
  const [first = '', ...others] = splitCommaList(line);
  return { first, rest: others.join(', ') };
}
