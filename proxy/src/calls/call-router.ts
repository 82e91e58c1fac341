import type { MediaRelay, SpeechPolicies } from '@tandem/media-relay';
import { parseNameAddr } from '@tandem/sip-engine/name-addr';
import { parseUri } from '@tandem/sip-engine/uri';
import type { Domains } from '../domains.ts';
import type { FraudProtection } from '../fraud/fraud-protection.ts';
import type { Log } from '../observability/log.ts';
import type { Location } from '../registrar/location.ts';
import type { RoutedCaller } from '../routing/decision.ts';
import type { RoutingSnapshot } from '../routing/routing-snapshot.ts';
import type { BranchTarget } from './branch.ts';
import type { Call } from './call.ts';
import { type CallingParty, oneLine } from './call-headers.ts';
import {
  branchTarget,
  type Callee,
  type CallRefusal,
  findCallee,
  isRefusal,
  type LocalAnswerers,
  type Phone,
  type ReadInvite,
  readInvite,
} from './call-set-up.ts';
import type { CallFacts } from './call-summary.ts';
import type { ArrivingTrunk, CallTrunks } from './call-trunks.ts';
import type { LocalAnswerer, LocalTarget } from './local-branch.ts';
import type { RingTarget } from './ring-target.ts';
import { asError, type IncomingRequest } from './srf.ts';
import type { Strangers } from './strangers.ts';

export interface CallRouterOptions {
  readonly location: Pick<Location, 'bindingsOf'>;
  readonly directory: {
    userExists(username: string): Promise<boolean>;
    displayName(username: string): Promise<string | null>;
    /** Whether calls that the user does not answer go to his voicemail. */
    voicemailOn(username: string): Promise<boolean>;
  };
  readonly mediaRelay: MediaRelay;
  readonly domains: Domains;
  /** What decides where calls go, as it is now. */
  readonly routing: () => RoutingSnapshot;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
  readonly trunks: CallTrunks;
  readonly strangers: Strangers;
  /** Counts calls to the outside. */
  readonly fraud: Pick<FraudProtection, 'begin' | 'refused'>;
  /** What takes calls in this process. */
  readonly answerers: LocalAnswerers;
  /** The telephone number that a user shows to the outside; null when he has none. */
  readonly numberOf: (username: string) => string | null;
  readonly limits: { readonly ringTimeoutMs: number; readonly voicemailAfterMs: number };
}

/** Who calls when it is none of our users. */
export interface OutsideCaller {
  readonly arriving: ArrivingTrunk | null;
  readonly stranger: CallingParty | null;
}

/** A call whose callee is known. */
interface FoundCall {
  readonly facts: CallFacts;
  readonly req: IncomingRequest;
  readonly arriving: ArrivingTrunk | null;
  readonly callee: Callee;
  readonly invite: ReadInvite;
}

/** Brings each call to whom it is for: phones, trunks, or something in this process. */
export class CallRouter {
  readonly #options: CallRouterOptions;

  constructor(options: CallRouterOptions) {
    this.#options = options;
  }

  /** Lets the call ring, or fail with the reason why it cannot. Never rejects. */
  async route(call: Call, req: IncomingRequest, { arriving, stranger }: OutsideCaller): Promise<void> {
    const { facts, log } = call;
    const invite = readInvite(req);
    if (isRefusal(invite)) return call.fail(invite);
    const refusal = arriving?.refusal(invite.media) ?? null;
    if (refusal) return call.fail(refusal);
    const over = stranger ? this.#options.strangers.begin(req.source_address) : arriving?.begin();
    if (over && isRefusal(over)) return call.fail(over);
    if (over) void call.ended.then(over);
    try {
      const [callee, callerName] = await Promise.all([
        this.#find(req, facts, arriving),
        facts.callerUsername === null
          ? ((arriving?.caller ?? stranger)?.displayName ?? null)
          : this.#callerName(req, facts.callerUsername),
      ]);
      facts.callerName = callerName;
      if (isRefusal(callee)) {
        this.#tellOfLimit(callee, facts, arriving);
        return call.fail(callee);
      }
      facts.calleeUsername = callee.username;
      facts.calleeUri = callee.uri;
      this.#ring(call, { facts, req, arriving, callee, invite });
    } catch (error) {
      log.error('the callee could not be looked up', { error: asError(error) });
      call.fail({ key: 'database-down' });
    }
  }

  #ring(call: Call, found: FoundCall): void {
    const { facts, arriving, callee, invite } = found;
    const mailbox = callee.mailbox && localTarget(callee.mailbox, callee, arriving);
    const rung = this.#targets(found);
    const targets = rung.length > 0 || !mailbox ? rung : [mailbox];
    call.log.info('call', { caller: facts.callerUri, callee: callee.uri, targets: targets.length });
    if (targets.length === 0) {
      call.fail({ key: callee.routes.length > 0 ? 'no-trunk-usable' : 'not-registered' });
      return;
    }
    if (callee.routes.length > 0 && !callee.emergency) this.#meter(call, callee, arriving);
    const { ringTimeoutMs, voicemailAfterMs } = this.#options.limits;
    const ringMs = mailbox === null ? callee.ringMs : Math.min(ringTimeoutMs, voicemailAfterMs);
    call.ring(targets, invite, ringMs, rung.length > 0 ? mailbox : null);
  }

  #find(
    req: IncomingRequest,
    facts: CallFacts,
    arriving: ArrivingTrunk | null,
  ): Promise<Callee | CallRefusal> {
    const { directory, domains, location, mediaRelay, now, routing } = this.#options;
    return findCallee(req, {
      domains,
      routing: routing(),
      caller: routedCaller(facts, arriving),
      requestUri: arriving?.requestUri ?? req.uri,
      nowMs: now(),
      bindingsOf: (name) => location.bindingsOf(name),
      userExists: (name) => directory.userExists(name),
      // Without a relay nobody could speak to it.
      voicemailOn: async (name) => mediaRelay.mode === 'relay' && (await directory.voicemailOn(name)),
      answerers: this.#options.answerers,
      decided: (steps) => {
        facts.decision = steps;
      },
    });
  }

  #targets(found: FoundCall): RingTarget[] {
    const { facts, req, arriving, callee, invite } = found;
    if (callee.local) return [localTarget(callee.local, callee, arriving)];
    if (callee.routes.length > 0) return this.#trunkTargets(found);
    const policies = policiesOf(arriving);
    const caller = { uri: facts.callerUri, displayName: facts.callerName };
    const targetOf = (phone: Phone): BranchTarget =>
      branchTarget(phone, callee, caller, req, invite.maxForwards, policies);
    const { inTurn } = callee;
    if (!inTurn || inTurn.members.length === 0) return callee.phones.map(targetOf);
    return [{ ringMs: inTurn.ringMs, members: inTurn.members.map((phones) => phones.map(targetOf)) }];
  }

  #trunkTargets({ facts, req, arriving, callee, invite }: FoundCall): RingTarget[] {
    const { trunks, numberOf } = this.#options;
    const { callerUsername: username, callerName: displayName } = facts;
    const policies = policiesOf(arriving);
    const attempts = trunks.attempts({
      routes: callee.routes,
      caller: {
        number: arriving ? arriving.caller.number : (numberOf(username ?? '') ?? username),
        username,
        displayName,
      },
      forwardedFrom: arriving ? (parseUri(arriving.requestUri)?.user ?? null) : null,
      emergency: callee.emergency,
      maxForwards: invite.maxForwards - 1,
      received: (name) => req.get(name),
    });
    const withPolicies = attempts.map((attempt) => ({
      ...attempt,
      target: { ...attempt.target, policies: { ...policies, ...attempt.target.policies } },
    }));
    return attempts.length === 0 ? [] : [{ attempts: withPolicies }];
  }

  /** Counts the call against the limits until it is over. */
  #meter(call: Call, { routes, destination }: Callee, arriving: ArrivingTrunk | null): void {
    const { facts } = call;
    const over = this.#options.fraud.begin({
      caller: routedCaller(facts, arriving),
      number: routes[0]?.number ?? '',
      destination,
      prices: new Map(routes.map(({ trunkId, price }) => [trunkId, price])),
      progress: () => ({ answeredAtMs: facts.answeredAtMs, trunkId: facts.leftByTrunk }),
      end: (detail) => call.fail({ key: 'limit-reached', detail }),
    });
    void call.ended.then(over);
  }

  #tellOfLimit({ key, detail = '' }: CallRefusal, facts: CallFacts, arriving: ArrivingTrunk | null): void {
    if (key !== 'limit-reached') return;
    const caller = routedCaller(facts, arriving);
    this.#options.fraud.refused({ caller, number: facts.calleeUri, sentence: detail });
  }

  /** The account's name; while the database is down what the phone says. */
  async #callerName(req: IncomingRequest, username: string): Promise<string | null> {
    try {
      const known = await this.#options.directory.displayName(username);
      if (known) return oneLine(known);
    } catch (error) {
      this.#options.log.warn('the name of a caller is not known', { error: asError(error) });
    }
    return parseNameAddr(req.get('From') ?? '')?.displayName ?? null;
  }
}

/** What the caller's side may speak. */
const policiesOf = (arriving: ArrivingTrunk | null): SpeechPolicies =>
  arriving ? { caller: arriving.policy } : {};

const localTarget = (local: LocalAnswerer, { uri }: Callee, arriving: ArrivingTrunk | null): LocalTarget => ({
  local,
  uri: local.uri ?? uri,
  policies: policiesOf(arriving),
});

function routedCaller({ callerUsername }: CallFacts, arriving: ArrivingTrunk | null): RoutedCaller {
  if (arriving) return { kind: 'trunk', trunkId: arriving.id, number: arriving.caller.number };
  return callerUsername === null ? { kind: 'anonymous' } : { kind: 'user', username: callerUsername };
}
