import type { QualitySample } from '@tandem/api-types/calls';
import { SlotMap } from '@tandem/sip-engine/slot-map';
import type { Authenticate } from '../authentication/srf-authentication.ts';
import type { CallRecordSink } from '../cdr/call-record.ts';
import { refusals } from '../errors.ts';
import { flowUri, toTransport } from '../registrar/binding.ts';
import { Call } from './call.ts';
import type { CallContext } from './call-context.ts';
import { oneLine } from './call-headers.ts';
import type { CallMetrics } from './call-metrics.ts';
import { CallRouter, type CallRouterOptions } from './call-router.ts';
import { isEmergencyCall } from './call-set-up.ts';
import type { CallState } from './call-state.ts';
import type { CallFacts } from './call-summary.ts';
import { respond } from './respond.ts';
import {
  asError,
  contained,
  type IncomingRequest,
  type OutgoingResponse,
  type SipMessage,
  type SrfPort,
} from './srf.ts';

export interface CallLimits {
  /** Calls at the same time, ringing ones included; more get 503. */
  readonly maxCalls: number;
  readonly ringTimeoutMs: number;
  /** Who has a mailbox is rung for so long at most, in ms. */
  readonly voicemailAfterMs: number;
  /** Both legs are refreshed at half of it (RFC 4028). */
  readonly sessionExpiresSeconds: number;
  /** How long an answered leg may be without its WebSocket. Default 15,000. */
  readonly flowGraceMs?: number;
  /** How often a phone on UDP is asked during a call whether it is still there. Default 60,000. */
  readonly livenessMs?: number;
  /** Pauses before a phone whose TCP connection closed is asked so. Default 2,000 and another 3,000. */
  readonly probeAfterMs?: readonly number[];
}

export interface CallsOptions extends CallRouterOptions {
  readonly authenticate: Authenticate;
  readonly records: CallRecordSink;
  readonly limits: CallLimits;
  readonly node: string;
  readonly metrics: CallMetrics;
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

class Switchboard implements Calls {
  readonly #options: CallsOptions;
  readonly #context: CallContext;
  readonly #router: CallRouter;
  /** By the id of their record. */
  readonly #calls = new SlotMap<Call>();
  /** Of all calls, those included whose BYE is not answered yet. */
  readonly #endings = new SlotMap<Promise<void>>();
  #shuttingDown = false;

  constructor(srf: SrfPort, options: CallsOptions) {
    const { mediaRelay, records, metrics, node, now, log, limits } = options;
    this.#options = options;
    this.#router = new CallRouter(options);
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
    else await this.#router.route(call, req, { arriving, stranger });
  }

  #watch(call: Call): void {
    const { id } = call.facts;
    this.#calls.set(id, call);
    this.#endings.set(id, call.over);
    void call.ended.then(() => this.#calls.delete(id));
    void call.over.then(() => this.#endings.delete(id));
  }
}
