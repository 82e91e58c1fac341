import { type SipAnswer, type SrfResponseToSend, sendAnswer } from '../authentication/sip-answer.ts';
import { refusals } from '../errors.ts';
import { MESSAGE_SUMMARY } from '../message-waiting/subscribe-request.ts';
import { areTokens, optionTags } from './option-tags.ts';

/** What is used of drachtio-srf. */
interface SrfRoutes {
  use(method: string, handler: (request: SrfRequest, response: SrfResponseToSend) => void): void;
}

interface SrfRequest {
  get(name: string): string | undefined;
}

/** Extensions that a phone may require when it asks for what we can. */
const EXTENSIONS: ReadonlySet<string> = new Set(['path', 'outbound', 'timer']);

const ALLOW = [
  'Allow',
  'INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, PRACK, UPDATE, INFO, SUBSCRIBE',
] as const;

/** Methods that start something which does not exist here (yet). */
const NOT_HANDLED = ['message', 'publish', 'notify', 'refer', 'info', 'update'];

/**
 * Answers what is neither a call nor a registration: phones ask by OPTIONS whether we are alive (RFC 3261 §11), and
 * get a 405 with the methods we know for what we do not do (RFC 3261 §8.2.1).
 * @param direct where every request of a method comes
 * @param unrouted where those come that no application elsewhere takes
 */
export function attachOtherRequests(direct: SrfRoutes, unrouted: SrfRoutes): void {
  direct.use('options', (request, response) => {
    const refusal = refusalOfRequired(request);
    if (refusal !== null) {
      sendAnswer(response, refusal);
      return;
    }
    sendAnswer(response, {
      status: 200,
      reason: 'OK',
      headers: [
        ALLOW,
        ['Allow-Events', MESSAGE_SUMMARY],
        ['Accept', 'application/sdp'],
        ['Supported', [...EXTENSIONS].join(', ')],
      ],
    });
  });
  const { sipStatus: status, reason } = refusals['method-not-allowed'];
  for (const method of NOT_HANDLED) {
    unrouted.use(method, (_request, response) => sendAnswer(response, { status, reason, headers: [ALLOW] }));
  }
}

/** What is asked of proxies is asked of us too: no request goes on from here unchanged (RFC 3261 §8.2.2.3, §16.3). */
function refusalOfRequired(request: SrfRequest): SipAnswer | null {
  const required = [...optionTags(request.get('Proxy-Require')), ...optionTags(request.get('Require'))];
  const unknown = required.filter((tag) => !EXTENSIONS.has(tag));
  if (unknown.length === 0) return null;
  const { sipStatus, reason } = refusals[areTokens(unknown) ? 'bad-extension' : 'bad-request'];
  const headers = areTokens(unknown) ? ([['Unsupported', unknown.join(', ')]] as const) : [];
  return { status: sipStatus, reason, headers };
}
