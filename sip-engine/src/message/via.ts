import { splitCommaList } from './name-addr.ts';
import { formatParams, type Params, parseParams } from './params.ts';

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
  readonly params: ReadonlyMap<string, string | null>;
}

const HEAD =
  /^SIP[ \t]*\/[ \t]*2\.0[ \t]*\/[ \t]*([A-Za-z0-9\-.!%*_+`'~]+)[ \t]+([A-Za-z0-9\-._]+|\[[0-9A-Fa-f:.]+\])[ \t]*(?::[ \t]*(\d{1,5}))?[ \t]*/i;

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

function readVia(text: string): Via | null {
  const match = HEAD.exec(text);
  const protocol = match?.[1];
  const host = match?.[2];
  if (match === null || protocol === undefined || host === undefined) return null;
  const port = match[3] === undefined ? undefined : Number(match[3]);
  if (port !== undefined && port > 65_535) return null;
  const params = parseParams(text, match[0].length);
  if (params === null) return null;
  return {
    protocol: protocol.toUpperCase(),
    host,
    port,
    branch: params.get('branch') ?? undefined,
    received: params.get('received') ?? undefined,
    rport: readPort(params),
    params,
  };
}

function readPort(params: Params): number | null | undefined {
  const text = params.get('rport');
  if (text === undefined || text === null) return text;
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? port : null;
}

/** The Via as text, from its fields and `params` (which holds branch, received and rport too). */
export function formatVia(via: Via): string {
  const port = via.port === undefined ? '' : `:${via.port}`;
  return `SIP/2.0/${via.protocol} ${via.host}${port}${formatParams(via.params)}`;
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
