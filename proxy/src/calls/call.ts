import type { QualitySample } from '@tandem/api-types/calls';
import type { MediaStats, Party } from '@tandem/media-relay';
import { isRefusalKey, type RefusalKey, refusals, TandemError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import type { BranchAnswer, BranchEvents } from './branch.ts';
import type { CallContext, IncomingCall } from './call-context.ts';
import { recordEnd } from './call-end.ts';
import { cancelHeaders, endingHeaders, hangUpHeaders, type SipHeaders } from './call-headers.ts';
import type { CallRefusal, ReadInvite } from './call-set-up.ts';
import { type CallEffect, type CallEvent, type CallState, type Ending, step } from './call-state.ts';
import { type CallFacts, factsAtStart, recordOf } from './call-summary.ts';
import { CallerSide } from './caller-side.ts';
import { Conversation, type ConversationEvents, flowOf } from './conversation.ts';
import { Fork } from './fork.ts';
import { calleeLeg, type Leg } from './leg.ts';
import type { LocalTarget } from './local-branch.ts';
import { awaitFlow } from './lost-flow.ts';
import { createQualityTrack } from './quality-track.ts';
import type { RingTarget } from './ring-target.ts';
import { asError, type SipMessage } from './srf.ts';

/** What the engine's reasons for a BYE of its own mean; any other but a refusal of ours is a hang-up. */
const GIVEN_UP: Record<string, { readonly key: RefusalKey; readonly did: string }> = {
  'ACK timeout': { key: 'leg-lost', did: 'did not acknowledge' },
  'Session timer expired': { key: 'session-expired', did: 'did not refresh the session' },
};

/** Dialogs that the record keeps, and how much of the address of each. */
const LEGS_MAX = 50;
const URI_MAX = 500;

/** One call, from the caller's authenticated INVITE to its record. The state machine is in call-state.ts. */
export class Call {
  readonly facts: CallFacts;
  readonly log: Log;
  /** Settles when the record is written. */
  readonly ended: Promise<void>;
  /** Settles when every leg has answered its BYE, too. */
  readonly over: Promise<void>;
  readonly #context: CallContext;
  readonly #caller: CallerSide;
  #state: CallState = { name: 'routing' };
  readonly #waiting: CallEvent[] = [];
  #stepping = false;
  /** Null until it is known whom to ring. */
  #fork: Fork | null = null;
  #answer: BranchAnswer | null = null;
  #conversation: Conversation | null = null;
  #refusalHeaders: SipHeaders = {};
  /** Headers of the CANCEL or BYE that ended the call. */
  #hangUpHeaders: SipHeaders = {};
  readonly #callerFlow: string | null;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #hangUps: Promise<void>[] = [];
  readonly #quality = createQualityTrack();
  #settleEnded: () => void = () => undefined;

  constructor(context: CallContext, incoming: IncomingCall) {
    const { req, res, timer } = incoming;
    this.facts = factsAtStart(incoming, context.node);
    this.log = context.log.child({ callId: this.facts.callId });
    this.#context = context;
    this.#callerFlow = flowOf(req);
    this.#caller = new CallerSide({ srf: context.srf, req, res, timer, log: this.log });
    this.ended = new Promise((resolve) => {
      this.#settleEnded = resolve;
    });
    this.over = this.ended.then(async () => {
      await Promise.allSettled(this.#hangUps);
    });
  }

  get state(): CallState['name'] {
    return this.#state.name;
  }

  /** The call cannot be made, or must end. */
  fail({ key, detail, headers = {} }: CallRefusal): void {
    this.#refusalHeaders = headers;
    this.#apply({ type: 'failed', key, detail });
  }

  /** The media so far, the oldest sample first. */
  get quality(): readonly QualitySample[] {
    return this.#quality.samples();
  }

  /** Asks the relay how the media is and remembers it. Does nothing before the call is answered. */
  async measure(): Promise<void> {
    if (this.#state.name !== 'answered' || !this.#answer) return;
    const stats = await this.#answer.session.stats();
    if (stats) this.#quality.add(this.#context.now(), stats);
  }

  /** The caller sent CANCEL, which the engine answered. */
  cancelled(cancel: SipMessage): void {
    this.#hangUpHeaders = hangUpHeaders((name) => cancel.get(name));
    this.#apply({ type: 'caller-cancelled' });
  }

  /**
   * Rings the phones; at least one.
   * @param ringMs how long at most; default: as long as every call
   * @param otherwise takes the call when nobody answers; null: then it ends
   */
  ring(
    targets: readonly RingTarget[],
    invite: ReadInvite,
    ringMs: number | null = null,
    otherwise: LocalTarget | null = null,
  ): void {
    if (this.#state.name !== 'routing') return;
    const { srf, mediaRelay, now } = this.#context;
    const { facts, log } = this;
    const eventsOf = (branch: string): BranchEvents => this.#eventsOf(branch);
    const fork = new Fork({ targets, otherwise, invite }, { facts, srf, mediaRelay, eventsOf, now, log });
    this.#fork = fork;
    this.#apply({ type: 'forked', branches: fork.ringing, otherwise: fork.standIn });
    this.#after(ringMs ?? this.#context.ringTimeoutMs, () => this.#apply({ type: 'ring-timeout' }));
    for (const branch of fork.ringing) fork.start(branch);
  }

  /** @param flow a connection that closed, as `sip:address:port;transport=ws` */
  flowClosed(flow: string): void {
    if (this.#state.name === 'routing' || this.#state.name === 'ringing') {
      if (flow === this.#callerFlow) this.fail({ key: 'leg-lost', detail: 'the caller lost its connection' });
      return;
    }
    for (const party of ['caller', 'callee'] as const) {
      const leg = this.#conversation?.leg(party);
      if (leg?.flow === flow) this.#awaitFlow(leg, flow);
    }
  }

  #awaitFlow(leg: Leg, flow: string): void {
    const { flowGraceMs, probeAfterMs } = this.#context;
    this.log.info('the connection of a phone closed during the call', { leg: leg.party });
    awaitFlow(leg, flow, {
      flowGraceMs,
      probeAfterMs,
      after: (ms, act) => this.#after(ms, act),
      lost: () => this.#lost(leg.party, 'leg-lost', 'lost its connection'),
    });
  }

  #lost(party: Party, key: RefusalKey, did: string): void {
    this.fail({ key, detail: `the ${party} ${did}` });
  }

  #eventsOf(id: string): BranchEvents {
    const { metrics, now } = this.#context;
    return {
      sent: (callId, target) => {
        this.facts.leftByTrunk = target.trunkId ?? null;
        if (callId !== null && this.facts.legs.length < LEGS_MAX) {
          this.facts.legs.push({ party: 'callee', callId, uri: target.requestUri.slice(0, URI_MAX) });
        }
        if (id === this.#fork?.ringing[0]) metrics.setUpDelay(now() - this.facts.startedAtMs);
      },
      provisional: (response, media) => {
        this.facts.ringingAtMs ??= now();
        this.#apply({ type: 'branch-rang', branch: id });
        if (this.#state.name !== 'ringing' || !this.#fork) return;
        const { invite, ringing } = this.#fork;
        this.#caller.ringing(response, media, invite, ringing.length).catch((error: unknown) => {
          this.log.info('early media was not passed on', { error: asError(error) });
        });
      },
      answered: (answer) => this.#answered(id, answer),
      failed: (failure) => this.#apply({ type: 'branch-failed', branch: id, failure }),
      mediaLost: (reason) => this.fail({ key: 'media-relay-down', detail: reason }),
    };
  }

  #answered(id: string, answer: BranchAnswer): void {
    const { target } = answer;
    this.#answer = answer;
    this.facts.answeredBy = target.requestUri;
    this.facts.leftByTrunk = target.trunkId ?? null;
    this.#conversation = new Conversation({
      session: answer.session,
      sessionExpiresMs: this.#context.sessionExpiresMs,
      livenessMs: this.#context.livenessMs,
      events: this.#conversationEvents(),
      log: this.log,
    });
    if (!('sdp' in answer.answer)) this.#conversation.add(calleeLeg(answer, answer.answer, this.log));
    this.#apply({ type: 'branch-answered', branch: id });
  }

  #conversationEvents(): ConversationEvents {
    return {
      hungUp: (by, bye) => {
        this.#hangUpHeaders = hangUpHeaders((name) => bye.get(name));
        this.#apply({ type: 'hung-up', by });
      },
      givenUp: (party, why) => {
        const given = GIVEN_UP[why];
        if (given) this.#lost(party, given.key, given.did);
        else if (isRefusalKey(why)) this.fail({ key: why });
        else this.#apply({ type: 'hung-up', by: party });
      },
      legLost: (party) => this.#lost(party, 'leg-lost', 'does not answer'),
      sessionExpired: (party) => this.#lost(party, 'session-expired', 'does not answer'),
    };
  }

  /** Events that an effect causes wait until its step is done. */
  #apply(event: CallEvent): void {
    this.#waiting.push(event);
    if (this.#stepping) return;
    this.#stepping = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const { state, effects } = step(this.#state, next);
      if (state.name !== this.#state.name)
        this.log.debug('call state', { state: state.name, event: next.type });
      this.#state = state;
      for (const effect of effects) this.#perform(effect);
    }
    this.#stepping = false;
  }

  /** One effect that fails must not keep the others from being done. */
  #perform(effect: CallEffect): void {
    try {
      this.#do(effect);
    } catch (error) {
      this.log.error('a step of the call failed', { step: effect.do, error: asError(error) });
    }
  }

  #do(effect: CallEffect): void {
    switch (effect.do) {
      case 'cancel-branches': {
        const headers = effect.why === null ? this.#hangUpHeaders : cancelHeaders[effect.why];
        this.#fork?.cancel(effect.except, headers);
        return;
      }
      case 'start-branch': {
        const sentence = `${refusals[effect.because.key].sentence} The voicemail takes the call.`;
        this.facts.decision = [...this.facts.decision, { kind: 'name', sentence }];
        this.#fork?.start(effect.branch);
        return;
      }
      case 'answer-caller':
        void this.#answerCaller();
        return;
      case 'refuse-caller':
        this.#caller.refuse(effect.key, this.#refusalHeaders);
        return;
      case 'hang-up':
        this.#hangUp(effect.party);
        return;
      case 'release':
        void this.#release(effect.ending);
        return;
    }
  }

  async #answerCaller(): Promise<void> {
    const answer = this.#answer;
    const conversation = this.#conversation;
    if (!answer || !conversation || !this.#fork) return;
    try {
      await this.#caller.answer(answer, this.#fork.invite, {
        conversation,
        wanted: () => this.#state.name === 'answering' || this.#state.name === 'answered',
        connected: () => this.#connected(),
      });
      if (this.#state.name !== 'answered') return;
      conversation.begin();
      answer.begun?.();
    } catch (error) {
      if (error instanceof TandemError) this.fail(error);
      else this.fail({ key: 'internal', detail: asError(error).message });
    }
  }

  #connected(): void {
    if (this.#state.name === 'answering') {
      const nowMs = this.#context.now();
      this.facts.answeredAtMs = nowMs;
      const unended: Ending = { by: 'system', key: 'server-stopped' };
      this.#context.records.note(
        recordOf(this.facts, unended, nowMs, { legs: null, quality: [] }),
        'talking',
      );
      this.log.info('call answered', { by: this.facts.answeredBy });
    }
    this.#apply({ type: 'connected' });
  }

  #hangUp(party: Party): void {
    const leg = this.#conversation?.leg(party);
    const headers = this.#byeHeaders();
    if (leg && party === 'caller') {
      // RFC 3261 §15: the callee side must not send BYE before it has the ACK.
      this.#hangUps.push(this.#caller.acked.then(() => leg.hangUp(headers)));
    } else if (leg) {
      this.#hangUps.push(leg.hangUp(headers));
    } else if (party === 'callee' && this.#answer && 'sdp' in this.#answer.answer) {
      this.#hangUps.push(this.#answer.answer.destroy());
    }
  }

  #byeHeaders(): SipHeaders {
    const state = this.#state;
    return state.name === 'ending' && state.ending.by === 'system'
      ? endingHeaders(state.ending)
      : this.#hangUpHeaders;
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  async #release(ending: Ending): Promise<void> {
    const { records, mediaRelay, now } = this.#context;
    const { facts } = this;
    const endedAtMs = now();
    const quality = this.#quality.samples();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#answer?.ended?.();
    this.#conversation?.close();
    let legs: MediaStats | null = null;
    try {
      if (this.#answer) {
        // The process may die while the relay looks for the statistics.
        if (mediaRelay.mode === 'relay')
          records.note(recordOf(facts, ending, endedAtMs, { legs, quality }), 'ended');
        legs = await this.#answer.session.end();
      }
    } finally {
      recordEnd(recordOf(facts, ending, endedAtMs, { legs, quality }), ending, this.#context, this.log);
      this.#apply({ type: 'released' });
      this.#settleEnded();
    }
  }
}
