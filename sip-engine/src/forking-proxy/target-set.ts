import type { SipResponse } from '../message/message.ts';
import { parseContacts } from '../message/name-addr.ts';
import { formatUri, parseUri } from '../message/uri.ts';
import type { NextHop } from '../sending/next-hop.ts';

/** One way to reach the callee. */
export interface ProxyTarget {
  /** Becomes the Request-URI when the request names us, and when a redirection led here. */
  readonly uri: string;
  readonly hop: NextHop;
  /** 0 to 1; targets with a higher value are tried before those with a lower one (RFC 3261 §16.6). */
  readonly q: number;
  /** How many redirections led here. */
  readonly redirections: number;
}

/** More targets than any call needs: beyond it redirections are not followed. */
const maxTargets = 30;
const maxRedirections = 5;

/** The targets of one request: no URI twice, the best first (RFC 3261 §16.5). */
export class TargetSet {
  /** URIs; few enough to be looked through. */
  readonly #seen: string[] = [];
  #waiting: ProxyTarget[];

  constructor(targets: readonly ProxyTarget[]) {
    this.#waiting = targets.filter((target) => this.#isNew(target)).sort((a, b) => b.q - a.q);
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** The targets that come next: one, or all of the highest q. */
  take(simultaneous: boolean): ProxyTarget[] {
    const best = this.#waiting[0];
    if (best === undefined) return [];
    const count = simultaneous ? this.#waiting.filter(({ q }) => q === best.q).length : 1;
    return this.#waiting.splice(0, count);
  }

  /** Adds targets before those that wait, the best of them first; returns those that were not there before. */
  addFirst(targets: readonly ProxyTarget[]): ProxyTarget[] {
    const added = targets.filter((target) => this.#isNew(target)).sort((a, b) => b.q - a.q);
    this.#waiting = [...added, ...this.#waiting];
    return added;
  }

  clear(): void {
    this.#waiting = [];
  }

  #isNew({ uri }: ProxyTarget): boolean {
    if (this.#seen.includes(uri) || this.#seen.length >= maxTargets) return false;
    this.#seen.push(uri);
    return true;
  }
}

export interface Redirection {
  readonly targets: readonly ProxyTarget[];
  /** Contact values that we do not follow, for the caller to decide about. */
  readonly others: readonly string[];
}

/**
 * The targets that a 3xx names (RFC 3261 §16.7 item 4). Never from SIPS to SIP; what a Contact would add to the
 * request (`?Subject=…`, `;method=`) is not taken over (§19.1.5).
 * @param hopOf where a URI leads, or null when we cannot send there
 */
export function redirection(
  response: SipResponse,
  from: ProxyTarget,
  hopOf: (uri: string) => NextHop | null,
): Redirection {
  const contacts = parseContacts(response.headers.getAll('Contact'));
  if (contacts === null || contacts === '*') return { targets: [], others: [] };
  const targets: ProxyTarget[] = [];
  const others: string[] = [];
  for (const contact of contacts) {
    const uri = followable(contact.uri, from);
    const hop = uri === null ? null : hopOf(uri);
    if (uri === null || hop === null) others.push(`<${contact.uri}>`);
    else targets.push({ uri, hop, q: qOf(contact.params.get('q')), redirections: from.redirections + 1 });
  }
  return { targets, others };
}

function followable(text: string, from: ProxyTarget): string | null {
  if (from.redirections >= maxRedirections) return null;
  const uri = parseUri(text);
  if (uri === null || (uri.scheme !== 'sips' && (uri.scheme !== 'sip' || /^sips:/i.test(from.uri))))
    return null;
  const params = new Map(uri.params);
  params.delete('method');
  return formatUri({ ...uri, params, headers: undefined });
}

/** A qvalue (RFC 3261 §25.1); 1 when there is none or it makes no sense. */
export function qOf(text: string | null | undefined): number {
  return typeof text === 'string' && /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 1;
}
