import { type SrfResponseToSend, sendAnswer } from '../authentication/sip-answer.ts';
import { refusals } from '../errors.ts';

/** What is used of drachtio-srf. */
interface SrfRoutes {
  use(method: string, handler: (request: unknown, response: SrfResponseToSend) => void): void;
}

const ALLOW = ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, PRACK, UPDATE, INFO'] as const;

/** Methods that start something which does not exist here (yet). */
const NOT_HANDLED = ['message', 'subscribe', 'publish', 'notify', 'refer', 'info', 'update'];

/**
 * Answers what is neither a call nor a registration: phones ask by OPTIONS whether we are alive (RFC 3261 §11), and
 * get a 405 with the methods we know for what we do not do (RFC 3261 §8.2.1).
 */
export function attachOtherRequests(srf: SrfRoutes): void {
  srf.use('options', (_request, response) => {
    sendAnswer(response, {
      status: 200,
      reason: 'OK',
      headers: [ALLOW, ['Accept', 'application/sdp'], ['Supported', 'path, outbound, timer']],
    });
  });
  const { sipStatus: status, reason } = refusals['method-not-allowed'];
  for (const method of NOT_HANDLED) {
    srf.use(method, (_request, response) => sendAnswer(response, { status, reason, headers: [ALLOW] }));
  }
}
