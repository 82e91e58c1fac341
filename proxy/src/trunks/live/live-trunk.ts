import type { GatewayState, RegistrationState, TrunkState } from '@tandem/api-types/trunks';
import type { DigestAccount } from '../../authentication/digest-client.ts';
import type { Log } from '../../observability/log.ts';
import { type GatewayHealth, type Observation, observe, unknownHealth } from '../gateways/gateway-health.ts';
import { orderGateways } from '../gateways/gateway-order.ts';
import type { Hop, HopFinder } from '../gateways/hops.ts';
import { TrunkRegistration } from '../registration/trunk-registration.ts';
import { isInSchedule } from '../schedule.ts';
import { type RequestPort, sendTrunkRequest, type TrunkResponse } from '../sending/trunk-request.ts';
import { accountOf, carriesOut, gatewayName, type StoredTrunk } from '../trunk.ts';
import { CallFigures } from './call-figures.ts';
import { CallLimits } from './call-limits.ts';

/** What every trunk in service needs. */
export interface LiveTrunkSurroundings {
  readonly port: RequestPort;
  readonly hopFinder: HopFinder;
  /** Where a PBX that signs in under this name can be reached now. */
  readonly registeredHops: (username: string) => readonly Hop[];
  /** What calls by the trunk cost in the last 24 hours, in the currency of the rate tables. */
  readonly spentLastDay: (trunkId: string, nowMs: number) => number;
  /** Called when the addresses of the gateways have changed. */
  readonly onHopsChanged: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly log: Log;
}

/** A gateway's address with its state. */
export type RankedHop = Hop & { readonly state: GatewayHealth['state'] };

const PROBE_TIMEOUT_MS = 4_000;
/** The names of gateways are looked up again after this time; the resolver has a memory of its own. */
const LOOK_UP_EVERY_MS = 60_000;

/** One version of a trunk in service: its gateways' health, its registration, its calls. */
export class LiveTrunk {
  readonly trunk: StoredTrunk;
  /** Null when the trunk needs no secret, or its secret cannot be read. */
  readonly account: DigestAccount | null;
  readonly limits: CallLimits;
  readonly figures: CallFigures;
  readonly #surroundings: LiveTrunkSurroundings;
  readonly #health: Map<string, GatewayHealth>;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #hops: readonly Hop[] = [];
  #registration: TrunkRegistration | null = null;
  /** Why the last call that reached a gateway failed at its challenge. */
  #challengedCall: string | null = null;
  #stopped = false;

  /** @param before the version before, whose calls and observations go on */
  constructor(
    trunk: StoredTrunk,
    secret: string | null,
    surroundings: LiveTrunkSurroundings,
    before: LiveTrunk | undefined,
  ) {
    this.trunk = trunk;
    this.#surroundings = surroundings;
    const account = accountOf(trunk.settings);
    this.account = account && secret !== null ? { ...account, secret } : null;
    this.limits = before?.limits ?? new CallLimits();
    this.figures = before?.figures ?? new CallFigures();
    this.#health = new Map(before ? before.#health : []);
    this.#hops = before?.hops ?? [];
  }

  /** Looks for the gateways, begins to ask them and to register. @param firstDelayMs for the registration */
  async start(firstDelayMs: number): Promise<void> {
    if (!this.trunk.settings.enabled) return;
    await this.#findHops();
    if (this.#stopped) return;
    this.#probeAll(true);
    const { connection } = this.trunk.settings;
    if (connection.kind !== 'register-to-carrier' || !this.account) return;
    const { port, now, random, log } = this.#surroundings;
    this.#registration = new TrunkRegistration({
      trunkId: this.trunk.id,
      connection,
      account: this.account,
      // A registration stays where it is: a draw for each refresh would take it from server to server.
      hops: () => this.#ordered(() => 0),
      port,
      now,
      random,
      log,
    });
    this.#registration.start(firstDelayMs);
  }

  /** @param unregister whether the carrier is told that we are gone */
  async stop(unregister: boolean): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.#registration?.stop(unregister);
  }

  /** Addresses from which calls may come, and to which they may go. */
  get hops(): readonly Hop[] {
    const { connection } = this.trunk.settings;
    return connection.kind === 'pbx-registers'
      ? this.#surroundings.registeredHops(connection.username)
      : this.#hops;
  }

  /** In the order in which to try them for one call: the next call's may be another, by the weights. */
  ranked(): RankedHop[] {
    return this.#ordered(this.#surroundings.random);
  }

  /** It has gateways, and none of their addresses answers. */
  isDown(): boolean {
    const { hops } = this;
    return hops.length > 0 && hops.every((hop) => this.#stateOf(hop) === 'down');
  }

  /** A call or a request of ours told something about a gateway. */
  observe(hop: Hop, observation: Observation): void {
    const before = this.#health.get(hop.nextHop) ?? unknownHealth;
    const health = observe(before, observation, this.trunk.settings.health);
    this.#health.set(hop.nextHop, health);
    if (health.state === before.state) return;
    const fields = { trunk: this.trunk.id, gateway: hop.gateway, reason: health.reason };
    if (health.state === 'down') this.#surroundings.log.warn('gateway down', fields);
    else this.#surroundings.log.info('gateway up', fields);
  }

  /** @param sentence why a gateway did not take a call that it challenged; null when it had another answer */
  challengedCall(sentence: string | null): void {
    this.#challengedCall = sentence;
  }

  /** Asks one gateway whether it is there (RFC 3261 §11), and remembers what it said. */
  async probe(hop: Hop): Promise<TrunkResponse> {
    const { port, now } = this.#surroundings;
    const response = await sendTrunkRequest(port, {
      method: 'OPTIONS',
      uri: `sip:${hop.requestHost}`,
      hop,
      account: null,
      timeoutMs: PROBE_TIMEOUT_MS,
      headers: { From: `<sip:ping@localhost>`, To: `<sip:${hop.requestHost}>`, Accept: 'application/sdp' },
    });
    const { status, roundTripMs } = response;
    const detail = status === null ? response.reason : undefined;
    this.observe(hop, { status, roundTripMs: status === null ? null : roundTripMs, atMs: now(), detail });
    return response;
  }

  /** Registers at once; null where nothing registers. */
  registerNow(): Promise<TrunkResponse> | null {
    return this.#registration?.attemptNow() ?? null;
  }

  /**
   * Why no call may go out by it now, as the end of "it is left out: …"; null when one may.
   * @param emergency limits do not hold for emergency calls
   */
  unusable(nowMs: number, emergency: boolean): string | null {
    const { settings } = this.trunk;
    if (!settings.enabled) return 'it is switched off';
    if (!carriesOut(settings)) return 'it is for incoming calls only';
    if (!isInSchedule(settings.schedule, nowMs)) return 'it is outside its hours';
    if (this.hops.length === 0)
      return settings.connection.kind === 'pbx-registers'
        ? 'the PBX is not registered'
        : 'no address was found for its gateways';
    return emergency ? null : (this.limits.full(settings.limits, nowMs) ?? this.#spendReached(nowMs));
  }

  #spendReached(nowMs: number): string | null {
    const { spendPerDay } = this.trunk.settings.limits;
    if (spendPerDay === null) return null;
    const spent = this.#surroundings.spentLastDay(this.trunk.id, nowMs);
    return spent < spendPerDay
      ? null
      : `its calls cost ${spent.toFixed(2)} of ${spendPerDay} in the last day`;
  }

  state(): TrunkState {
    const { now } = this.#surroundings;
    const gateways = this.#gatewayStates();
    const registration = this.#registrationState();
    return {
      id: this.trunk.id,
      ...this.#summary(gateways, registration),
      registration,
      gateways,
      activeCalls: this.limits.active,
      lastHour: this.figures.lastHour(now()),
    };
  }

  #summary(
    gateways: readonly GatewayState[],
    registration: RegistrationState | null,
  ): Pick<TrunkState, 'state' | 'reason'> {
    const { settings } = this.trunk;
    if (!settings.enabled) return { state: 'disabled', reason: 'It is switched off.' };
    if (!isInSchedule(settings.schedule, this.#surroundings.now()))
      return { state: 'disabled', reason: 'It is outside its hours.' };
    if (registration?.state === 'failed') return { state: 'down', reason: registration.reason };
    const down = gateways.filter(({ state }) => state === 'down');
    if (gateways.length > 0 && down.length === gateways.length)
      return { state: 'down', reason: down[0]?.reason ?? '' };
    if (registration?.state === 'trying')
      return { state: registration.lastStatus === null ? 'unknown' : 'down', reason: registration.reason };
    if (settings.connection.kind === 'pbx-registers' && this.hops.length === 0)
      return { state: 'down', reason: 'The PBX is not registered.' };
    if (this.#challengedCall !== null)
      return { state: 'degraded', reason: `The last call was not taken. ${this.#challengedCall}` };
    if (down.length > 0)
      return { state: 'degraded', reason: `${down[0]?.gateway ?? ''}: ${down[0]?.reason ?? ''}` };
    if (gateways.length > 0 && gateways.every(({ state }) => state === 'unknown'))
      return { state: 'unknown', reason: gateways[0]?.reason ?? '' };
    return { state: 'up', reason: registration ? registration.reason : 'Its gateways answer.' };
  }

  /** One line for each gateway of the settings, the best of its addresses; those of a PBX by their contacts. */
  #gatewayStates(): GatewayState[] {
    const { connection, gateways } = this.trunk.settings;
    const hops = this.hops;
    const names =
      connection.kind === 'pbx-registers' ? hops.map(({ gateway }) => gateway) : gateways.map(gatewayName);
    return names.map((gateway) => {
      const known = hops.filter((hop) => hop.gateway === gateway).map((hop) => this.#healthOf(hop));
      const best =
        known.find(({ state }) => state === 'up') ??
        known.find(({ state }) => state === 'unknown') ??
        known[0];
      if (!best) {
        const reason = this.trunk.settings.enabled
          ? 'No address was found for it.'
          : 'The trunk is switched off.';
        return { gateway, state: 'unknown', lastStatus: null, roundTripMs: null, checkedAt: null, reason };
      }
      const { state, lastStatus, roundTripMs, checkedAtMs, reason } = best;
      return { gateway, state, lastStatus, roundTripMs, checkedAt: isoTimeOrNull(checkedAtMs), reason };
    });
  }

  #registrationState(): RegistrationState | null {
    const { settings, sealedSecret } = this.trunk;
    if (settings.connection.kind !== 'register-to-carrier') return null;
    const registration = this.#registration?.current;
    if (!registration) {
      const unreadable = settings.enabled && sealedSecret !== null && !this.account;
      const reason = unreadable ? 'Its password cannot be read. Type it again.' : 'It is switched off.';
      return {
        state: unreadable ? 'failed' : 'off',
        reason,
        lastStatus: null,
        expiresAt: null,
        nextAttemptAt: null,
      };
    }
    const { state, reason, lastStatus, expiresAtMs, nextAttemptAtMs } = registration;
    return {
      state,
      reason,
      lastStatus,
      expiresAt: isoTimeOrNull(expiresAtMs),
      nextAttemptAt: isoTimeOrNull(nextAttemptAtMs),
    };
  }

  #ordered(random: () => number): RankedHop[] {
    return orderGateways(
      this.hops.map((hop) => ({ ...hop, state: this.#stateOf(hop) })),
      random,
    );
  }

  #stateOf(hop: Hop): GatewayHealth['state'] {
    return this.#healthOf(hop).state;
  }

  #healthOf(hop: Hop): GatewayHealth {
    return this.#health.get(hop.nextHop) ?? unknownHealth;
  }

  async #findHops(): Promise<void> {
    const found = await this.#surroundings.hopFinder.find(this.trunk.settings);
    if (this.#stopped) return;
    // A name that cannot be looked up just now has not moved.
    const kept = this.#hops.filter(
      (hop) => this.#isStillAGateway(hop) && !found.some(({ gateway }) => gateway === hop.gateway),
    );
    this.#hops = [...found, ...kept];
    this.#surroundings.onHopsChanged();
    this.#after('look-up', LOOK_UP_EVERY_MS, async () => {
      await this.#findHops();
      this.#probeAll(false);
    });
  }

  #isStillAGateway({ gateway }: Hop): boolean {
    return this.trunk.settings.gateways.some((each) => gatewayName(each) === gateway);
  }

  /** Begins to ask those that are not asked yet. @param soon whether the first question is due now */
  #probeAll(soon: boolean): void {
    const intervalMs = this.trunk.settings.health.optionsIntervalSeconds * 1000;
    if (intervalMs === 0 || this.trunk.settings.connection.kind === 'pbx-registers') return;
    for (const { nextHop } of this.#hops) {
      if (this.#timers.has(nextHop)) continue;
      const firstMs = soon ? Math.min(intervalMs, 1000) * this.#surroundings.random() : intervalMs;
      this.#after(nextHop, firstMs, () => this.#probeAgain(nextHop, intervalMs));
    }
  }

  async #probeAgain(nextHop: string, intervalMs: number): Promise<void> {
    const hop = this.#hops.find((each) => each.nextHop === nextHop);
    this.#timers.delete(nextHop);
    if (!hop) return;
    await this.probe(hop);
    // A gateway in doubt is asked sooner, so that the verdict does not take minutes.
    const { failures, state } = this.#healthOf(hop);
    const doubtful = failures > 0 && state !== 'down';
    const pauseMs = doubtful ? Math.min(intervalMs, 2_000) : intervalMs;
    this.#after(nextHop, pauseMs * (0.85 + 0.15 * this.#surroundings.random()), () =>
      this.#probeAgain(nextHop, intervalMs),
    );
  }

  #after(key: string, delayMs: number, act: () => Promise<void>): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      act().catch((error: unknown) =>
        this.#surroundings.log.error('watching a trunk failed', {
          trunk: this.trunk.id,
          error: error instanceof Error ? error : new Error(String(error)),
        }),
      );
    }, delayMs);
    this.#timers.set(key, timer);
  }
}

const isoTimeOrNull = (timeMs: number | null): string | null =>
  timeMs === null ? null : new Date(timeMs).toISOString();
