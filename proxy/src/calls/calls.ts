import type { QualitySample } from '@tandem/api-types/calls';
import type { MediaRelay } from '@tandem/media-relay';
import { parseNameAddr } from '@tandem/sip-engine/name-addr';
import { SlotMap } from '@tandem/sip-engine/slot-map';
import { parseUri } from '@tandem/sip-engine/uri';
import type { Authenticate } from '../authentication/srf-authentication.ts';
import type { CallRecordSink } from '../cdr/call-record.ts';
import type { Domains } from '../domains.ts';
import { refusals } from '../errors.ts';
import type { FraudProtection } from '../fraud/fraud-protection.ts';
import type { Log } from '../observability/log.ts';
import { flowUri, toTransport } from '../registrar/binding.ts';
import type { Location } from '../registrar/location.ts';
import type { RoutedCaller } from '../routing/decision.ts';
import type { RoutingSnapshot } from '../routing/routing-snapshot.ts';
import type { BranchTarget } from './branch.ts';
import { Call, type CallContext } from './call.ts';
import { type CallingParty, oneLine } from './call-headers.ts';
import type { CallMetrics } from './call-metrics.ts';
import {
  branchTarget,
  type Callee,
  type CallRefusal,
  findCallee,
  isEmergencyCall,
  isRefusal,
  type LocalAnswerers,
  type Phone,
  type ReadInvite,
  readInvite,
} from './call-set-up.ts';
import type { CallState } from './call-state.ts';
import type { CallFacts } from './call-summary.ts';
import type { ArrivingTrunk, CallTrunks } from './call-trunks.ts';
import { respond } from './respond.ts';
import type { RingTarget } from './ring-target.ts';
import {
  asError,
  contained,
  type IncomingRequest,
  type OutgoingResponse,
  type SipMessage,
  type SrfPort,
} from './srf.ts';
import type { Strangers } from './strangers.ts';

export interface CallLimits {
  /** Calls at the same time, ringing ones included; more get 503. */
  readonly maxCalls: number;
  readonly ringTimeoutMs: number;
  /** Both legs are refreshed at half of it (RFC 4028). */
  readonly sessionExpiresSeconds: number;
  /** How long an answered leg may be without its WebSocket. Default 15,000. */
  readonly flowGraceMs?: number;
  /** How often a phone on UDP is asked during a call whether it is still there. Default 60,000. */
  readonly livenessMs?: number;
  /** Pauses before a phone whose TCP connection closed is asked so. Default 2,000 and another 3,000. */
  readonly probeAfterMs?: readonly number[];
}

export interface CallsOptions {
  readonly authenticate: Authenticate;
  readonly location: Pick<Location, 'bindingsOf'>;
  readonly directory: {
    userExists(username: string): Promise<boolean>;
    displayName(username: string): Promise<string | null>;
    /** Whether calls that the user does not answer go to his voicemail. */
    voicemailOn(username: string): Promise<boolean>;
  };
  readonly mediaRelay: MediaRelay;
  readonly records: CallRecordSink;
  readonly domains: Domains;
  /** What decides where calls go, as it is now. */
  readonly routing: () => RoutingSnapshot;
  readonly limits: CallLimits;
  readonly node: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
  readonly metrics: CallMetrics;
  readonly trunks: CallTrunks;
  readonly strangers: Strangers;
  /** Counts calls to the outside. */
  readonly fraud: Pick<FraudProtection, 'begin' | 'refused'>;
  /** What takes calls in this process. */
  readonly answerers: LocalAnswerers;
  /** The telephone number that a user shows to the outside; null when he has none. */
  readonly numberOf: (username: string) => string | null;
}

/** A call at this moment. */
export interface CallView {
  readonly state: CallState['name'];
  readonly facts: Readonly<CallFacts>;
  /** The media so far, the oldest sample first. */
  readonly quality: readonly QualitySample[];
}

export interface Calls {
  active(): CallView[];
  count(): number;
  /** @param id of the call's record */
  find(id: string): CallView | null;
  /**
   * Ends a call for an operator, or gives up the attempt.
   * @param detail who it was, for the record
   * @returns false when there is no such call any more
   */
  hangUp(id: string, detail: string): boolean;
  /** Asks the relay for the media of one call, which remembers it. Never rejects. */
  measure(id: string): Promise<void>;
  /** A connection is gone, and with it perhaps a caller or callee. */
  flowClosed(flow: { protocol: string; remoteAddress: string; remotePort: number }): void;
  /** Refuses new calls, hangs up all others and waits for their records, five seconds at most. */
  shutdown(): Promise<void>;
}

const FLOW_GRACE_MS = 15_000;
const LIVENESS_MS = 60_000;
const PROBE_AFTER_MS: readonly number[] = [2_000, 3_000];
const SHUTDOWN_MS = 5_000;

/**
 * Connects every INVITE that drachtio-srf receives outside a dialog: authenticated, back to back, to all phones of the
 * callee at once.
 * @param srf drachtio-srf 5, connected or to be connected
 */
export function attachCalls(srf: SrfPort, options: CallsOptions): Calls {
  const switchboard = new Switchboard(srf, options);
  switchboard.attach();
  return switchboard;
}

/** Who calls when it is none of our users. */
interface Outside {
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

class Switchboard implements Calls {
  readonly #options: CallsOptions;
  readonly #context: CallContext;
  /** By the id of their record. */
  readonly #calls = new SlotMap<Call>();
  /** Of all calls, those included whose BYE is not answered yet. */
  readonly #endings = new SlotMap<Promise<void>>();
  #shuttingDown = false;

  constructor(srf: SrfPort, options: CallsOptions) {
    const { mediaRelay, records, metrics, node, now, log, limits } = options;
    this.#options = options;
    this.#context = {
      srf,
      mediaRelay,
      records,
      metrics,
      ringTimeoutMs: limits.ringTimeoutMs,
      sessionExpiresMs: limits.sessionExpiresSeconds * 1000,
      flowGraceMs: limits.flowGraceMs ?? FLOW_GRACE_MS,
      livenessMs: limits.livenessMs ?? LIVENESS_MS,
      probeAfterMs: limits.probeAfterMs ?? PROBE_AFTER_MS,
      node,
      now,
      log,
    };
  }

  attach(): void {
    this.#context.srf.use('invite', (req, res) => {
      this.#accept(req, res).catch((error: unknown) => {
        const { log } = this.#options;
        log.error('an INVITE failed', { callId: req.get('Call-ID'), error: asError(error) });
        respond(res, { status: refusals.internal.sipStatus, reason: refusals.internal.reason }, log);
      });
    });
  }

  active(): CallView[] {
    return [...this.#calls.values()];
  }

  find(id: string): CallView | null {
    return this.#calls.get(id) ?? null;
  }

  hangUp(id: string, detail: string): boolean {
    const call = this.#calls.get(id);
    call?.fail({ key: 'ended-by-operator', detail });
    return call !== undefined;
  }

  async measure(id: string): Promise<void> {
    await this.#calls.get(id)?.measure();
  }

  count(): number {
    return this.#calls.size;
  }

  flowClosed({ protocol, remoteAddress, remotePort }: Parameters<Calls['flowClosed']>[0]): void {
    const transport = toTransport(protocol);
    if (!transport) return;
    const flow = flowUri({ protocol: transport, address: remoteAddress, port: remotePort });
    for (const call of this.#calls.values()) call.flowClosed(flow);
  }

  async shutdown(): Promise<void> {
    this.#shuttingDown = true;
    for (const call of this.#calls.values()) call.fail({ key: 'shutting-down' });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, SHUTDOWN_MS);
    });
    await Promise.race([Promise.all(this.#endings.values()), late]);
    clearTimeout(timer);
  }

  async #accept(req: IncomingRequest, res: OutgoingResponse): Promise<void> {
    const { authenticate, domains, now } = this.#options;
    const receivedAtMs = now();
    let call: Call | undefined;
    let cancel: SipMessage | undefined;
    const cancelled = (message: SipMessage): void => {
      cancel = message;
      call?.cancelled(message);
    };
    req.on('cancel', contained(this.#options.log, cancelled));
    const { trunks, strangers } = this.#options;
    let arriving = trunks.arriving(req, null);
    const stranger = arriving ? null : strangers.callerOf(req);
    const identity = arriving || stranger ? null : await authenticate(req, res);
    if (!arriving && !stranger && !identity) return;
    if (identity) arriving = trunks.arriving(req, identity);
    const username = arriving ? null : (identity?.username ?? null);
    call = new Call(this.#context, {
      req,
      res,
      callerUsername: username,
      callerUri: (arriving?.caller ?? stranger)?.uri ?? `sip:${username}@${domains.primary}`,
      arrivedByTrunk: arriving?.id ?? null,
      timer: arriving?.timer,
      dialled: oneLine(req.uri),
      receivedAtMs,
    });
    const full = this.#calls.size >= this.#options.limits.maxCalls;
    this.#watch(call);
    if (cancel) call.cancelled(cancel);
    else if (this.#shuttingDown) call.fail({ key: 'shutting-down' });
    else if (full && !isEmergencyCall(req.uri, this.#options.routing())) call.fail({ key: 'overloaded' });
    else await this.#route(call, req, { arriving, stranger });
  }

  #watch(call: Call): void {
    const { id } = call.facts;
    this.#calls.set(id, call);
    this.#endings.set(id, call.over);
    void call.ended.then(() => this.#calls.delete(id));
    void call.over.then(() => this.#endings.delete(id));
  }

  async #route(call: Call, req: IncomingRequest, { arriving, stranger }: Outside): Promise<void> {
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
      const found = this.#targets({ facts, req, arriving, callee, invite });
      const policies = arriving ? { caller: arriving.policy } : {};
      const mailbox = callee.mailbox && {
        local: callee.mailbox,
        uri: callee.mailbox.uri ?? callee.uri,
        policies,
      };
      const targets = found.length > 0 || !mailbox ? found : [mailbox];
      log.info('call', { caller: facts.callerUri, callee: callee.uri, targets: targets.length });
      if (targets.length === 0)
        return call.fail({ key: callee.routes.length > 0 ? 'no-trunk-usable' : 'not-registered' });
      if (callee.routes.length > 0 && !callee.emergency) this.#meter(call, callee, arriving);
      call.ring(targets, invite, callee.ringMs, found.length > 0 ? mailbox : null);
    } catch (error) {
      log.error('the callee could not be looked up', { error: asError(error) });
      call.fail({ key: 'database-down' });
    }
  }

  #find(
    req: IncomingRequest,
    facts: CallFacts,
    arriving: ArrivingTrunk | null,
  ): Promise<Callee | CallRefusal> {
    const { directory, domains, location, now, routing } = this.#options;
    return findCallee(req, {
      domains,
      routing: routing(),
      caller: routedCaller(facts, arriving),
      requestUri: arriving?.requestUri ?? req.uri,
      nowMs: now(),
      bindingsOf: (name) => location.bindingsOf(name),
      userExists: (name) => directory.userExists(name),
      // Without a relay nobody could speak to it.
      voicemailOn: async (name) =>
        this.#context.mediaRelay.mode === 'relay' && (await directory.voicemailOn(name)),
      answerers: this.#options.answerers,
      decided: (steps) => {
        facts.decision = steps;
      },
    });
  }

  #targets({ facts, req, arriving, callee, invite }: FoundCall): RingTarget[] {
    const { trunks, numberOf } = this.#options;
    const { callerUsername: username, callerName: displayName, callerUri: uri } = facts;
    const policies = arriving ? { caller: arriving.policy } : {};
    if (callee.local) return [{ local: callee.local, uri: callee.local.uri ?? callee.uri, policies }];
    if (callee.routes.length > 0) {
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
    const targetOf = (phone: Phone): BranchTarget => ({
      ...branchTarget(phone, callee, { uri, displayName }, req, invite.maxForwards),
      policies,
    });
    const { inTurn } = callee;
    if (!inTurn || inTurn.members.length === 0) return callee.phones.map(targetOf);
    return [{ ringMs: inTurn.ringMs, members: inTurn.members.map((phones) => phones.map(targetOf)) }];
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

function routedCaller({ callerUsername }: CallFacts, arriving: ArrivingTrunk | null): RoutedCaller {
  if (arriving) return { kind: 'trunk', trunkId: arriving.id, number: arriving.caller.number };
  return callerUsername === null ? { kind: 'anonymous' } : { kind: 'user', username: callerUsername };
}
