import type { SrfResponseToSend } from '../authentication/sip-answer.ts';
import type { Authenticate, SrfRequestToAuthenticate } from '../authentication/srf-authentication.ts';

/**
 * Challenges each INVITE that comes without credentials before drachtio-srf builds a request of it, which is a good
 * part of what a call costs: every phone sends its first INVITE so.
 * @param needsNone whether the caller is known otherwise
 * @returns a first look for the engine: true when the request was answered
 */
export function challengeFirst<Request extends SrfRequestToAuthenticate>(
  authenticate: Authenticate,
  needsNone: (request: Request) => boolean,
): (request: Request, response: SrfResponseToSend) => boolean {
  return (request, response) => {
    if (request.get('Authorization') !== undefined || needsNone(request)) return false;
    void authenticate(request, response);
    return true;
  };
}
