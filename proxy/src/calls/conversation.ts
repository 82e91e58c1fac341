import type { MediaSession, Party, PressedKey } from '@tandem/media-relay';
import { refusals } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import { flowUri, toTransport } from '../registrar/binding.ts';
import type { SipHeaders } from './call-headers.ts';
import { oneLine } from './call-headers.ts';
import { unknownExtensions } from './extensions.ts';
import { readKey, writeKey } from './keys-by-info.ts';
import type { Leg } from './leg.ts';
import { Liveness } from './liveness.ts';
import { meansLost, passOffer, passRequestForOffer, type RenegotiationResult } from './renegotiation.ts';
import { respond } from './respond.ts';
import { problemOf, READABLE_BODIES, readBody, type UnreadableBody } from './session-description.ts';
import { SessionRefresh } from './session-refresh.ts';
import {
  asError,
  contained,
  type DialogRequestEvent,
  type IncomingRequest,
  type OutgoingResponse,
  type SipMessage,
} from './srf.ts';

export interface ConversationEvents {
  /** A phone sent BYE. */
  hungUp(by: Party, bye: SipMessage): void;
  /** The engine or a local party gave the leg up: `why` is its reason, such as `ACK timeout`, or the key of a refusal. */
  givenUp(party: Party, why: string): void;
  /** A phone does not answer requests, or has forgotten the dialog. */
  legLost(party: Party): void;
  /** A phone stopped answering session refreshes. */
  sessionExpired(party: Party): void;
}

export interface ConversationOptions {
  readonly session: MediaSession;
  readonly sessionExpiresMs: number;
  /** How often a phone on UDP is asked whether it is still there. */
  readonly livenessMs: number;
  readonly events: ConversationEvents;
  readonly log: Log;
}

/** What drachtio-srf says of a BYE that came from the phone itself. */
const NORMAL_RELEASE = 'normal release';

/** A person presses some four keys a second; a phone that answers no INFO at all is given up before. */
const UNTOLD_KEYS_MAX = 20;

const BOTH: readonly Party[] = ['caller', 'callee'];

/** Headers that say what a body is; nothing else of a forwarded request or response passes. */
const ABOUT_BODY = ['Content-Type', 'Content-Disposition', 'Content-Language', 'Info-Package'] as const;

/** Both legs of an answered call and what passes between them. */
export class Conversation {
  readonly #session: MediaSession;
  readonly #sessionExpiresMs: number;
  readonly #livenessMs: number;
  readonly #events: ConversationEvents;
  readonly #log: Log;
  readonly #legs = new Map<Party, Leg>();
  readonly #watches: (SessionRefresh | Liveness)[] = [];
  /** True when both legs are acknowledged; false when the call ended before. */
  readonly #ready: Promise<boolean>;
  #settleReady: (ready: boolean) => void = () => undefined;
  /** Legs of which the session is being changed or refreshed. */
  readonly #changing = new Set<Party>();
  #telling: Promise<void> = Promise.resolve();
  #untoldKeys = 0;

  constructor({ session, sessionExpiresMs, livenessMs, events, log }: ConversationOptions) {
    this.#session = session;
    this.#sessionExpiresMs = sessionExpiresMs;
    this.#livenessMs = livenessMs;
    this.#events = events;
    this.#log = log;
    this.#ready = new Promise((resolve) => {
      this.#settleReady = resolve;
    });
    session.onKey((key) => this.#keyPressed(key));
  }

  leg(party: Party): Leg | undefined {
    return this.#legs.get(party);
  }

  /** To be called in the same turn in which the dialog appears, before it can get a request. */
  add(leg: Leg): void {
    this.#legs.set(leg.party, leg);
    const destroyed = (bye: SipMessage, reason = NORMAL_RELEASE): void => {
      leg.close();
      if (reason === NORMAL_RELEASE) this.#events.hungUp(leg.party, bye);
      else this.#events.givenUp(leg.party, reason);
    };
    leg.dialog.on('destroy', contained(this.#log, destroyed));
    this.#on(leg, 'modify', (req, res) => this.#reinvited(leg, req, res));
    this.#on(leg, 'update', (req, res) => this.#updated(leg, req, res));
    for (const event of ['info', 'message', 'options'] as const) {
      this.#on(leg, event, (req, res) => this.#forward(leg, req, res));
    }
    this.#on(leg, 'refer', (_req, res) => this.#answer(res, 603, 'Decline'));
    this.#on(leg, 'notify', (_req, res) => this.#answer(res, 489, 'Bad Event'));
  }

  /** Both legs are acknowledged. */
  begin(): void {
    this.#settleReady(true);
    for (const leg of this.#legs.values()) {
      this.#watches.push(new Liveness({ leg, intervalMs: this.#livenessMs, onLost: () => this.#lose(leg) }));
      const sessionExpiresMs = leg.timer ? leg.timer.expiresMs : this.#sessionExpiresMs;
      if (sessionExpiresMs === null) continue;
      this.#watches.push(
        new SessionRefresh({
          leg,
          sessionExpiresMs,
          alone: (refresh) => (this.#changing.has(leg.party) ? null : this.#alone([leg.party], refresh)),
          onExpired: () => this.#events.sessionExpired(leg.party),
          log: this.#log,
        }),
      );
    }
  }

  /** Nothing passes any more; requests that wait are left to the end of their dialog. */
  close(): void {
    this.#settleReady(false);
    for (const watch of this.#watches) watch.stop();
  }

  #on(
    leg: Leg,
    event: DialogRequestEvent,
    handle: (req: IncomingRequest, res: OutgoingResponse) => Promise<void> | void,
  ): void {
    leg.dialog.on(event, (req, res) => {
      leg.flow = flowOf(req) ?? leg.flow;
      const unknown = unknownExtensions(req);
      void this.#handled(res, () => (unknown === '' ? handle(req, res) : this.#unsupported(unknown, res)));
    });
  }

  async #handled(res: OutgoingResponse, handle: () => Promise<void> | void): Promise<void> {
    try {
      if (await this.#ready) await handle();
    } catch (error) {
      this.#log.error('a request in the dialog failed', { error: asError(error) });
      this.#answer(res, 500, 'Server Internal Error');
    }
  }

  #other(leg: Leg): Leg | undefined {
    return this.#legs.get(leg.party === 'caller' ? 'callee' : 'caller');
  }

  async #alone<T>(parties: readonly Party[], change: () => Promise<T>): Promise<T> {
    for (const party of parties) this.#changing.add(party);
    try {
      return await change();
    } finally {
      for (const party of parties) this.#changing.delete(party);
    }
  }

  /** RFC 3261 §14.2. */
  async #reinvited(leg: Leg, req: IncomingRequest, res: OutgoingResponse): Promise<void> {
    if (this.#changing.size > 0) return this.#answer(res, 491, 'Request Pending');
    const body = readBody(req.get('Content-Type'), req.body);
    if (!('sdp' in body)) return this.#unreadable(body, res);
    if (body.sdp !== null) return this.#offered(leg, body.sdp, res);
    const to = this.#other(leg);
    if (!to) return this.#answer(res, 481, 'Call Leg/Transaction Does Not Exist');
    const result = await this.#alone(BOTH, () =>
      passRequestForOffer({ session: this.#session, from: leg, to, log: this.#log }, (offer) => {
        const acked = leg.acked(req);
        this.#answer(res, 200, 'OK', leg, offer);
        return acked;
      }),
    );
    if (result) this.#finish(leg, res, result);
  }

  /** RFC 3311; without a body it only refreshes the session (RFC 4028 §9). */
  async #updated(leg: Leg, req: IncomingRequest, res: OutgoingResponse): Promise<void> {
    const body = readBody(req.get('Content-Type'), req.body);
    if (!('sdp' in body)) return this.#unreadable(body, res);
    if (body.sdp === null) return this.#answer(res, 200, 'OK', leg);
    if (this.#changing.size > 0) return this.#answer(res, 491, 'Request Pending');
    return this.#offered(leg, body.sdp, res);
  }

  /** RFC 3261 §8.2.2.3, which holds inside dialogs, too (§12.2.2). */
  #unsupported(unknown: string, res: OutgoingResponse): void {
    const { sipStatus: status, reason } = refusals['bad-extension'];
    respond(res, { status, reason, headers: { Unsupported: unknown } }, this.#log);
  }

  #unreadable(body: UnreadableBody, res: OutgoingResponse): void {
    this.#log.info('the body of a request was refused', body);
    const refusal =
      'malformed' in body
        ? { status: 400, reason: 'Bad Request', headers: {} }
        : { status: 415, reason: 'Unsupported Media Type', headers: { Accept: READABLE_BODIES } };
    respond(res, { ...refusal, body: undefined }, this.#log);
  }

  async #offered(leg: Leg, sdp: string, res: OutgoingResponse): Promise<void> {
    const problem = problemOf(sdp);
    const to = this.#other(leg);
    if (problem !== null || !to) {
      this.#log.info('an offer was refused', { leg: leg.party, problem: problem ?? 'the other leg is gone' });
      return this.#answer(res, 488, 'Not Acceptable Here');
    }
    // A refresh by the phone itself: what it got as the answer to this offer is still so.
    if (sdp === leg.remoteSdp && leg.local.role === 'answer') {
      return this.#answer(res, 200, 'OK', leg, leg.local.sdp);
    }
    const result = await this.#alone(BOTH, () =>
      passOffer({ session: this.#session, from: leg, to, log: this.#log }, sdp),
    );
    this.#finish(leg, res, result);
  }

  #finish(leg: Leg, res: OutgoingResponse, { status, reason, sdp, otherLost }: RenegotiationResult): void {
    this.#answer(res, status, reason, leg, sdp ?? undefined);
    if (otherLost) this.#lose(this.#other(leg));
  }

  #lose(leg: Leg | undefined): void {
    if (leg && !leg.over) this.#events.legLost(leg.party);
  }

  /** A key in the media of one phone, which the other wants by INFO: one after another, as they were pressed. */
  #keyPressed(pressed: PressedKey): void {
    if (this.#untoldKeys >= UNTOLD_KEYS_MAX) {
      this.#log.warn('a pressed key was not told: too many wait');
      return;
    }
    this.#untoldKeys += 1;
    this.#telling = this.#telling
      .then(() => this.#tellKey(pressed))
      .catch((error: unknown) => this.#log.error('a pressed key was not told', { error: asError(error) }))
      .finally(() => {
        this.#untoldKeys -= 1;
      });
  }

  async #tellKey(pressed: PressedKey): Promise<void> {
    if (!(await this.#ready)) return;
    const to = this.#legs.get(pressed.by === 'caller' ? 'callee' : 'caller');
    if (!to || to.over) return;
    const response = await to.request({ method: 'INFO', ...writeKey(pressed) });
    if (response.status >= 300)
      this.#log.info('a pressed key was refused', { leg: to.party, status: response.status });
    if (meansLost(response)) this.#lose(to);
  }

  /** A key by INFO that the other phone wants in its media. @returns false when it must go on by INFO */
  async #playsKey(leg: Leg, req: IncomingRequest): Promise<boolean> {
    const key = req.method === 'INFO' ? readKey(req.get('Content-Type'), req.body) : null;
    return key !== null && (await this.#session.playKey({ by: leg.party, ...key }));
  }

  /** INFO (RFC 6086, and DTMF in it), MESSAGE and OPTIONS go to the other phone, and its response comes back. */
  async #forward(leg: Leg, req: IncomingRequest, res: OutgoingResponse): Promise<void> {
    const to = this.#other(leg);
    if (!to) return this.#answer(res, 481, 'Call Leg/Transaction Does Not Exist');
    if (await this.#playsKey(leg, req)) return this.#answer(res, 200, 'OK');
    const response = await to.request({
      method: req.method,
      headers: aboutBody(req),
      ...(req.body === '' ? {} : { body: req.body }),
    });
    const { status, reason, message } = response;
    const headers = message ? aboutBody(message) : {};
    respond(res, { status, reason, headers, body: message?.body }, this.#log);
    if (meansLost(response)) this.#lose(to);
  }

  #answer(res: OutgoingResponse, status: number, reason: string, leg?: Leg, sdp?: string): void {
    const contact = status < 300 ? leg?.dialog.local.contact : undefined;
    const headers: SipHeaders = {
      ...(contact ? { Contact: contact } : {}),
      ...(sdp ? { 'Content-Type': 'application/sdp' } : {}),
    };
    respond(res, { status, reason, headers, body: sdp }, this.#log);
  }
}

function aboutBody(message: SipMessage): SipHeaders {
  const headers: SipHeaders = {};
  for (const name of ABOUT_BODY) {
    const value = message.get(name);
    if (value !== undefined) headers[name] = oneLine(value);
  }
  return headers;
}

/** The flow that a request came over, in the form of a binding's `receivedUri`. */
export function flowOf(req: IncomingRequest): string | null {
  const protocol = toTransport(req.protocol);
  if (!protocol) return null;
  return flowUri({ protocol, address: req.source_address, port: Number(req.source_port) });
}
