import { randomUUID } from 'node:crypto';
import type { TrunkConnection } from '@tandem/api-types/trunk-connection';
import { parseContacts } from '@tandem/sip-engine/name-addr';
import type { DigestAccount } from '../../authentication/digest-client.ts';
import type { ReceivedResponse } from '../../calls/srf.ts';
import type { Log } from '../../observability/log.ts';
import type { Hop } from '../gateways/hops.ts';
import { type RequestPort, sendTrunkRequest, type TrunkResponse } from '../sending/trunk-request.ts';
import {
  afterAttempt,
  newRegistration,
  type Registration,
  type RegistrationOutcome,
} from './registration-rules.ts';

type RegisterConnection = Extract<TrunkConnection, { kind: 'register-to-carrier' }>;

export interface TrunkRegistrationOptions {
  readonly trunkId: string;
  readonly connection: RegisterConnection;
  readonly account: DigestAccount;
  /** Where the carrier can be reached now, the most wanted first. */
  readonly hops: () => readonly Hop[];
  readonly port: RequestPort;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly log: Log;
}

const TIMEOUT_MS = 8_000;

/** Keeps one trunk registered at its carrier (RFC 3261 §10.2): as the client there, with refreshes and back-off. */
export class TrunkRegistration {
  readonly #options: TrunkRegistrationOptions;
  readonly #dialog = { callId: randomUUID(), cseq: 0 };
  #registration: Registration;
  #nextAttemptAtMs: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #attempt: Promise<TrunkResponse> | null = null;
  /** Which of the hops is asked; the next one after a failure. */
  #hopIndex = 0;
  #stopped = false;

  constructor(options: TrunkRegistrationOptions) {
    this.#options = options;
    this.#registration = newRegistration(options.connection.expiresSeconds);
  }

  get current(): Registration & { readonly nextAttemptAtMs: number | null } {
    return { ...this.#registration, nextAttemptAtMs: this.#nextAttemptAtMs };
  }

  start(delayMs: number): void {
    this.#after(delayMs);
  }

  /** Registers at once, for a test of the trunk. One that is under way already is waited for instead. */
  attemptNow(): Promise<TrunkResponse> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#attempt ??= this.#register();
    return this.#attempt;
  }

  /**
   * No further attempt.
   * @param unregister whether the carrier is told, so that no calls come any more (RFC 3261 §10.2.2)
   */
  async stop(unregister: boolean): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    if (!unregister || this.#registration.state !== 'registered') return;
    const hop = this.#hop();
    if (hop) await this.#send(hop, 0);
  }

  #after(delayMs: number): void {
    if (this.#stopped) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#nextAttemptAtMs = this.#options.now() + delayMs;
    this.#timer = setTimeout(() => void this.attemptNow(), delayMs);
  }

  #hop(): Hop | undefined {
    const hops = this.#options.hops();
    return hops[this.#hopIndex % Math.max(hops.length, 1)];
  }

  async #register(): Promise<TrunkResponse> {
    const { now, random, log, trunkId } = this.#options;
    this.#nextAttemptAtMs = null;
    const hop = this.#hop();
    const response = hop ? await this.#send(hop, this.#registration.askedExpiresSeconds) : noAddress;
    this.#attempt = null;
    if (this.#stopped) return response;
    const outcome = outcomeOf(response, this.#registration.askedExpiresSeconds, contactToken(trunkId));
    const before = this.#registration;
    const { registration, delayMs } = afterAttempt(before, outcome, now(), random());
    if (outcome.kind === 'unavailable') this.#hopIndex += 1;
    this.#registration = registration;
    if (registration.state !== before.state || registration.reason !== before.reason) {
      const fields = { trunk: trunkId, state: registration.state, status: response.status };
      if (registration.state === 'registered') log.info('trunk registered', fields);
      else log.warn('trunk not registered', { ...fields, reason: registration.reason });
    }
    this.#after(delayMs);
    return response;
  }

  #send(hop: Hop, expiresSeconds: number): Promise<TrunkResponse> {
    const { account, connection, port, trunkId } = this.#options;
    const addressOfRecord = `sip:${connection.username}@${connection.domain}`;
    return sendTrunkRequest(port, {
      method: 'REGISTER',
      uri: `sip:${connection.domain}`,
      hop,
      account,
      timeoutMs: TIMEOUT_MS,
      dialog: this.#dialog,
      headers: {
        From: `<${addressOfRecord}>`,
        To: `<${addressOfRecord}>`,
        // The engine writes its own address in place of "localhost".
        Contact: `<sip:${connection.username}@localhost;${contactToken(trunkId)}${transportOf(hop)}>`,
        Expires: String(expiresSeconds),
      },
    });
  }
}

const noAddress: TrunkResponse = {
  status: null,
  reason: 'no address was found for its servers',
  message: null,
  raw: null,
  roundTripMs: 0,
  refusedChallenge: null,
};

/** Comes back in the Request-URI of calls from the carrier, and says which trunk they are for. */
const contactToken = (trunkId: string): string => `trunk=${trunkId}`;

function transportOf({ nextHop }: Hop): string {
  const transport = /;transport=(\w+)/.exec(nextHop)?.[1];
  return transport === undefined || transport === 'udp' ? '' : `;transport=${transport}`;
}

function outcomeOf(response: TrunkResponse, askedSeconds: number, token: string): RegistrationOutcome {
  const { status, message, reason, refusedChallenge } = response;
  if (status === null || !message) {
    return {
      kind: 'unavailable',
      status: null,
      detail: `The carrier did not answer: ${reason}.`,
      retryAfterSeconds: null,
    };
  }
  if (refusedChallenge !== null) return { kind: 'refused', status, detail: refusedChallenge };
  if (status < 300) return { kind: 'accepted', expiresSeconds: grantedSeconds(message, askedSeconds, token) };
  if (status === 423) {
    const least = Number(message.get('Min-Expires'));
    if (least > 0) return { kind: 'too-brief', minExpiresSeconds: least };
  }
  const said = `${status} ${reason}`.trim();
  if (status === 408 || status === 429 || status >= 500) {
    const retryAfter = Number.parseInt(message.get('Retry-After') ?? '', 10);
    return {
      kind: 'unavailable',
      status,
      detail: `The carrier answered ${said}.`,
      retryAfterSeconds: retryAfter > 0 ? retryAfter : null,
    };
  }
  return { kind: 'refused', status, detail: `The carrier refused the registration: ${said}.` };
}

/** What the carrier says of our own Contact; it may have others of this account (RFC 3261 §10.2.4). */
function grantedSeconds(message: ReceivedResponse, askedSeconds: number, token: string): number {
  const contacts = parseContacts([message.get('Contact') ?? '']);
  const ours = Array.isArray(contacts) ? contacts.find(({ uri }) => uri.includes(token)) : undefined;
  const text = ours?.params.get('expires') ?? message.get('Expires') ?? '';
  const seconds = /^\d{1,7}$/.test(text) ? Number(text) : askedSeconds;
  return Math.max(seconds, 1);
}
