import type { SipRequest } from '../message/message.ts';
import { parseUri } from '../message/uri.ts';

/** What the engine does with new requests by itself. */
export interface RequestRules {
  /** 180 to every INVITE before its application says anything; default false. */
  readonly alwaysSend180?: boolean | undefined;
  /** OPTIONS with exactly this User-Agent get 200 without an application; default none. */
  readonly answerOptionsOf?: string | undefined;
  /** 403 to a REGISTER whose Request-URI has an IPv4 address for a domain: scanners know no name; default false. */
  readonly refuseRegisterWithoutRealm?: boolean | undefined;
}

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** The answer that the rules have for a new request; null: it goes on to an application. */
export function ruledAnswer(rules: RequestRules, request: SipRequest): 200 | 403 | null {
  if (request.method === 'OPTIONS' && rules.answerOptionsOf !== undefined)
    return request.headers.get('User-Agent') === rules.answerOptionsOf ? 200 : null;
  if (request.method === 'REGISTER' && rules.refuseRegisterWithoutRealm === true)
    return IPV4.test(parseUri(request.uri)?.host ?? '') ? 403 : null;
  return null;
}
