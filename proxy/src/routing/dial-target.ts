import { formatUri, parseUri, type SipUri } from '@tandem/sip-engine/uri';
import type { Domains } from '../domains.ts';
import type { Outcome } from './decision.ts';

/** What a dialled URI means, before anybody looked whether the user exists. */
export type DialTarget =
  | Extract<Outcome, { kind: 'user' | 'external' }>
  | { readonly kind: 'not-found' }
  /** The call has passed more servers than its Max-Forwards allowed. */
  | { readonly kind: 'loop' };

export interface DialledCall {
  readonly requestUri: string;
  /** Hops that the call may still make; undefined when the request does not say. */
  readonly maxForwards: number | undefined;
}

export interface RoutingRules {
  readonly domains: Domains;
  /** Whether our users may call addresses of other domains. */
  readonly externalCallsAllowed: boolean;
}

/** Usernames as accounts have them; whatever else is dialled at our domains exists nowhere. */
const USERNAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Decides where a call goes (RFC 3261 §16.5). Numbers can only be users' names as long as there are no trunks. */
export function dialTarget(call: DialledCall, rules: RoutingRules): DialTarget {
  if (call.maxForwards !== undefined && call.maxForwards <= 0) return { kind: 'loop' };
  const uri = parseUri(call.requestUri);
  if (!uri) return { kind: 'not-found' };
  if (uri.scheme === 'tel') return localUser(numberOf(uri.user ?? ''));
  if (uri.scheme !== 'sip' && uri.scheme !== 'sips') return { kind: 'not-found' };
  if (rules.domains.isLocal(uri.host)) return localUser(userPart(uri));
  return rules.externalCallsAllowed ? { kind: 'external', uri: dialable(uri) } : { kind: 'not-found' };
}

const localUser = (name: string): DialTarget =>
  USERNAME.test(name) ? { kind: 'user', username: name } : { kind: 'not-found' };

/** Phones add `;phone-context=…` and the like to the user part, and some write names in capitals. */
function userPart({ user = '', params }: SipUri): string {
  const [name = ''] = unescaped(user).split(';');
  return params.get('user') === 'phone' ? numberOf(name) : name.toLowerCase();
}

/** Without visual separators (RFC 3966 §5.1.1) and the plus, which no username has. */
const numberOf = (dialled: string): string =>
  unescaped(dialled)
    .replace(/[-.() ]/g, '')
    .replace(/^\+/, '')
    .toLowerCase();

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function dialable(uri: SipUri): string {
  const { headers: _, password: __, ...rest } = uri;
  return formatUri(rest);
}
