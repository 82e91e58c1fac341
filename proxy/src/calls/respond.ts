import type { Log } from '../observability/log.ts';
import type { SipHeaders } from './call-headers.ts';
import { asError, type OutgoingResponse } from './srf.ts';

export interface ResponseContent {
  readonly status: number;
  readonly reason: string;
  readonly headers?: SipHeaders;
  readonly body?: string | undefined;
}

/**
 * Sends a response, whatever its status: drachtio-srf throws at those that it does not know, so an unknown one is sent
 * as the first of its class (RFC 3261 §8.1.3.2). Never throws; a request that was answered already stays so.
 */
export function respond(res: OutgoingResponse, content: ResponseContent, log: Log): void {
  const { status, reason, headers = {}, body } = content;
  const sent = (error: unknown): void => {
    // A CANCEL, a BYE or a closed connection that crossed it.
    if (error) log.debug('a response was not sent', { status, error: asError(error) });
  };
  const message = { headers: { ...headers }, ...(body ? { body } : {}) };
  try {
    res.send(status, reason, message, sent);
  } catch {
    try {
      res.send(Math.floor(status / 100) * 100, reason, message, sent);
    } catch (error) {
      log.warn('a response could not be sent', { status, error: asError(error) });
    }
  }
}
