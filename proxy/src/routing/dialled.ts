import { formatUri, parseUri, type SipUri } from '@tandem/sip-engine/uri';
import type { Domains } from '../domains.ts';
import { percentDecoded } from '../sip/percent-decoded.ts';

/** What a Request-URI says, before anybody looked whether such a user or number exists. */
export type Dialled =
  | {
      readonly kind: 'local';
      /** A name that an account could have; null when none could. */
      readonly name: string | null;
      /** Digits, `*` and `#`, with a plus in front at most; null when it is no number. */
      readonly number: string | null;
    }
  /** An address of another domain, without password and headers part, which could smuggle headers into our request. */
  | { readonly kind: 'external'; readonly uri: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Usernames as accounts have them; whatever else is dialled at our domains is a number or exists nowhere. */
const USERNAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const NUMBER = /^\+?[0-9*#]+$/;
/** No numbering plan has longer ones (E.164 has 15 digits); carriers' access codes make it a little longer. */
const DIGITS_MAX = 32;

/** Reads a Request-URI (RFC 3261 §16.5, RFC 3966). */
export function readDialled(requestUri: string, domains: Pick<Domains, 'isLocal'>): Dialled {
  const uri = parseUri(requestUri);
  if (!uri) return { kind: 'unreadable', why: 'it is no SIP address' };
  if (uri.scheme === 'tel') return local(uri.user ?? '', uri.params.get('phone-context') ?? null, true);
  if (uri.scheme !== 'sip' && uri.scheme !== 'sips') {
    return { kind: 'unreadable', why: 'it is neither a SIP address nor a telephone number' };
  }
  if (!domains.isLocal(uri.host)) return { kind: 'external', uri: dialable(uri) };
  const [user = '', ...params] = percentDecoded(uri.user ?? '').split(';');
  const context = params.find((param) => param.toLowerCase().startsWith('phone-context='));
  return local(user, context?.slice('phone-context='.length) ?? null, uri.params.get('user') === 'phone');
}

/** The name under which an account is to be looked for; null when no account can be meant. */
export function dialledName(requestUri: string, domains: Pick<Domains, 'isLocal'>): string | null {
  const dialled = readDialled(requestUri, domains);
  return dialled.kind === 'local' ? dialled.name : null;
}

/** @param phoneContext completes a number that has no plus (RFC 3966 §5.1.5), unless it is a domain name */
function local(user: string, phoneContext: string | null, isPhone: boolean): Dialled {
  const bare = withoutSeparators(percentDecoded(user));
  const isNumber = NUMBER.test(bare);
  if (isNumber && bare.length > DIGITS_MAX + 1) {
    return { kind: 'unreadable', why: `it has more than ${DIGITS_MAX} digits` };
  }
  const completes = phoneContext !== null && /^\+\d{1,15}$/.test(withoutSeparators(phoneContext));
  const name = (isPhone ? bare.replace(/^\+/, '') : percentDecoded(user)).toLowerCase();
  return {
    kind: 'local',
    name: USERNAME.test(name) ? name : null,
    number: isNumber
      ? completes && !bare.startsWith('+')
        ? withoutSeparators(phoneContext) + bare
        : bare
      : null,
  };
}

/** Visual separators say nothing (RFC 3966 §5.1.1). */
const withoutSeparators = (number: string): string => number.replace(/[-.()/ ]/g, '');

function dialable(uri: SipUri): string {
  const { headers: _, password: __, ...rest } = uri;
  return formatUri(rest);
}
