import { randomBytes, randomUUID } from 'node:crypto';
import type { DigestAccount } from '../../authentication/digest-client.ts';
import type { SipHeaders } from '../../calls/call-headers.ts';
import { asError, type ReceivedResponse, reasonOfEngine } from '../../calls/srf.ts';
import type { Hop } from '../gateways/hops.ts';
import { authorize, isChallenge, NOT_ACCEPTED } from './authorization.ts';

/** What is used of drachtio-srf 5.0.29 for requests outside a dialog. */
export interface RequestPort {
  request(
    uri: string,
    options: { readonly method: string; readonly headers: SipHeaders; readonly proxy: string },
    sent: (error: unknown, request?: SentRequest) => void,
  ): unknown;
}

interface SentRequest {
  /** Sends no further copies. drachtio-server refuses it for what is no INVITE. */
  cancel(content: object, sent: (error: unknown) => void): void;
  on(event: 'response', listener: (response: ReceivedResponse & { readonly raw?: string }) => void): unknown;
}

/** @throws TypeError when the object is no drachtio-srf */
export function toRequestPort(srf: object): RequestPort {
  if (!isRequestPort(srf)) throw new TypeError('trunks need drachtio-srf 5');
  return srf;
}

const isRequestPort = (srf: object): srf is RequestPort => typeof Reflect.get(srf, 'request') === 'function';

export interface TrunkRequest {
  readonly method: 'OPTIONS' | 'REGISTER';
  readonly uri: string;
  readonly hop: Hop;
  /** From without a tag. */
  readonly headers: SipHeaders & { readonly From: string };
  /** Null: a challenge is not answered. */
  readonly account: DigestAccount | null;
  readonly timeoutMs: number;
  /** Stays the same over all registrations of a trunk (RFC 3261 §10.2). */
  readonly dialog?: { readonly callId: string; cseq: number };
}

/** What came back in the end. */
export interface TrunkResponse {
  /** Null when nothing did. */
  readonly status: number | null;
  readonly reason: string;
  readonly message: ReceivedResponse | null;
  /** The message as it came. */
  readonly raw: string | null;
  /** Of the last exchange. */
  readonly roundTripMs: number;
  /** Why a challenge was not answered; null when there was none or it was. */
  readonly refusedChallenge: string | null;
}

/** A wrong password is challenged again; more than this would be guessing. */
const CHALLENGES_MAX = 1;

/** Sends a request to one address and answers its challenge. Settles within twice `timeoutMs`; never rejects. */
export async function sendTrunkRequest(port: RequestPort, request: TrunkRequest): Promise<TrunkResponse> {
  const dialog = request.dialog ?? { callId: randomUUID(), cseq: 0 };
  const from = `${request.headers.From};tag=${randomBytes(8).toString('hex')}`;
  const attempt = (authorization: SipHeaders): Promise<TrunkResponse> => {
    dialog.cseq += 1;
    return exchange(port, request, {
      ...request.headers,
      ...authorization,
      From: from,
      'Call-ID': dialog.callId,
      CSeq: `${dialog.cseq} ${request.method}`,
    });
  };
  let response = await attempt({});
  for (let challenges = 0; response.message && isChallenge(response.message); challenges += 1) {
    const { method, uri, account, hop } = request;
    const authorization = authorize(response.message, account, hop.addresses, { method, uri });
    if (authorization.kind === 'refused') return { ...response, refusedChallenge: authorization.sentence };
    if (challenges >= CHALLENGES_MAX) return { ...response, refusedChallenge: NOT_ACCEPTED };
    response = await attempt({ [authorization.name]: authorization.value });
  }
  return response;
}

/**
 * The transaction would repeat the request for half a minute (RFC 3261 §17.1.2.2), and its answer would be too late.
 * drachtio-srf throws when the connection to the engine has gone, and then nothing is repeated either.
 */
function giveUp(waiting: SentRequest | null): void {
  try {
    waiting?.cancel({}, () => undefined);
  } catch {
    // See above.
  }
}

function exchange(port: RequestPort, request: TrunkRequest, headers: SipHeaders): Promise<TrunkResponse> {
  const { method, uri, hop, timeoutMs } = request;
  const begunAtMs = performance.now();
  return new Promise((resolve) => {
    const settle = (outcome: Pick<TrunkResponse, 'status' | 'reason' | 'message' | 'raw'>): void => {
      clearTimeout(timer);
      resolve({ ...outcome, roundTripMs: performance.now() - begunAtMs, refusedChallenge: null });
    };
    const silence = (reason: string): void => settle({ status: null, reason, message: null, raw: null });
    let waiting: SentRequest | null = null;
    const timer = setTimeout(() => {
      silence(`nothing came back within ${timeoutMs / 1000} s`);
      giveUp(waiting);
    }, timeoutMs);
    try {
      port.request(uri, { method, headers, proxy: hop.nextHop }, (error, sent) => {
        if (error || !sent) return silence(asError(error).message);
        waiting = sent;
        sent.on('response', (response) => {
          if (response.status < 200) return;
          // The engine makes a response up when the request could not be sent or got none.
          if (!response.source_address)
            return silence(reasonOfEngine(response) ?? (response.reason || 'it cannot be reached'));
          const { status, reason } = response;
          settle({ status, reason, message: response, raw: response.raw ?? null });
        });
      });
    } catch (error) {
      silence(asError(error).message);
    }
  });
}
