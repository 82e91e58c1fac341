import type { RelayLog } from '../log.ts';
import type { NgCommand } from '../ng/ng-client.ts';
import { NgError, NgLink } from '../ng/ng-link.ts';
import { anyReply, LIMIT_REASON, listReply, loadReply } from '../ng/replies.ts';
import type { RelayNodeHealth } from '../relay.ts';

const MAX_DELETES_OWED = 10_000;
const MAX_CALLS_LISTED = 1_000_000;
const DELETES_PER_CHECK = 50;
/** A node that missed one ping may be busy; one that missed two is taken for down. */
const FAILURES_UNTIL_DOWN = 2;

/** All in milliseconds. */
export interface RelayTimeouts {
  /** For TCP connection and WebSocket handshake; default 2,000. */
  readonly connectMs: number;
  /** For one command; default 2,000. */
  readonly commandMs: number;
  /** For one ping; default 1,000. */
  readonly pingMs: number;
  /** Between health checks; default 2,000. */
  readonly healthIntervalMs: number;
  /** How long a node may be away until its sessions are given up; default 4,000. */
  readonly lostAfterMs: number;
  /** Longest pause between attempts to reconnect; default 5,000. */
  readonly reconnectMaxMs: number;
}

/** What a node must know of a session that it carries. */
export interface CarriedSession {
  readonly id: string;
  lose(reason: string): void;
}

/** Why a command did not succeed. `limit`: the node is full. */
export class NodeError extends Error {
  readonly kind: 'unreachable' | 'timeout' | 'limit' | 'refused';

  constructor(kind: NodeError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NodeError';
    this.kind = kind;
  }
}

/** One rtpengine: its link, its health, its load, and the sessions that it carries for us. */
export class RelayNode {
  readonly url: string;
  readonly weight: number;
  readonly #timeouts: RelayTimeouts;
  readonly #log: RelayLog;
  readonly #link: NgLink;
  /** Sessions that chose this node; they count as load from their first moment. */
  readonly #assigned = new Set<CarriedSession>();
  /** Those of them that the node knows. */
  readonly #carried = new Map<string, CarriedSession>();
  readonly #deletesOwed = new Set<string>();
  readonly #outcomes = new Map<string, number>();
  readonly #onChange: () => void;
  readonly #now: () => number;
  #healthy = false;
  #full = false;
  #reason: string | null = 'not connected yet';
  #failures = 0;
  #checking = false;
  #closed = false;
  #roundTripMs: number | null = null;
  #foreignSessions = 0;
  #lost = 0;
  #timer: NodeJS.Timeout | undefined;
  #lossTimer: NodeJS.Timeout | undefined;

  /** @param onChange called when the node became healthy or unhealthy */
  constructor(
    node: { url: string; weight: number },
    {
      timeouts,
      log,
      now,
      onChange,
    }: { timeouts: RelayTimeouts; log: RelayLog; now: () => number; onChange: () => void },
  ) {
    this.url = node.url;
    this.weight = node.weight;
    this.#timeouts = timeouts;
    this.#log = log;
    this.#onChange = onChange;
    this.#now = now;
    this.#link = new NgLink({
      url: node.url,
      connectTimeoutMs: timeouts.connectMs,
      reconnectMinMs: Math.min(100, timeouts.reconnectMaxMs),
      reconnectMaxMs: timeouts.reconnectMaxMs,
      longestRequestMs: Math.max(timeouts.commandMs, timeouts.pingMs),
      log,
      onUp: () => void this.#check(),
      onDown: (reason) => this.#fail(reason, FAILURES_UNTIL_DOWN),
    });
  }

  /** Whether new sessions may begin here. */
  get available(): boolean {
    return this.#healthy && !this.#full;
  }

  get healthy(): boolean {
    return this.#healthy;
  }

  /** Sessions on the node, ours at this moment and others' as last reported. */
  get sessions(): number {
    return this.#foreignSessions + this.#assigned.size;
  }

  get load(): number {
    return this.sessions / this.weight;
  }

  get lost(): number {
    return this.#lost;
  }

  /** Commands by `command outcome`. */
  get outcomes(): ReadonlyMap<string, number> {
    return this.#outcomes;
  }

  health(): RelayNodeHealth {
    const state = this.#healthy ? (this.#full ? 'full' : 'up') : 'down';
    const { url, sessions, weight } = this;
    return { node: url, state, sessions, weight, roundTripMs: this.#roundTripMs, reason: this.#reason };
  }

  assign(session: CarriedSession): void {
    this.#assigned.add(session);
  }

  /** From now on the session is told when the node loses it. */
  carry(session: CarriedSession): void {
    this.#deletesOwed.delete(session.id);
    this.#carried.set(session.id, session);
  }

  /** The session ended or chose another node. */
  drop(session: CarriedSession): void {
    this.#assigned.delete(session);
    this.#carried.delete(session.id);
  }

  /**
   * Sends a command and waits for a reply without error.
   * @throws {NodeError}
   */
  async command(command: NgCommand, parameters: object, timeoutMs?: number): Promise<unknown> {
    try {
      const reply = await this.#link.request(command, parameters, timeoutMs ?? this.#timeouts.commandMs);
      const { result, 'error-reason': reason } = anyReply.parse(reply);
      if (result !== 'error') {
        this.#count(command, 'ok');
        return reply;
      }
      throw new NodeError(LIMIT_REASON.test(reason ?? '') ? 'limit' : 'refused', reason ?? 'no reason given');
    } catch (error) {
      const failure = nodeErrorOf(error);
      this.#count(command, failure.kind);
      if (failure.kind === 'limit') this.#markFull(failure.message);
      throw failure;
    }
  }

  /** Deletes a session that may or may not be there, now or as soon as the node answers again. */
  deleteSoon(id: string): void {
    if (this.#closed) return;
    if (this.#deletesOwed.size >= MAX_DELETES_OWED) {
      this.#log.warn('media relay session is left to its own time-out', { node: this.url, callId: id });
      return;
    }
    this.#deletesOwed.add(id);
  }

  close(): void {
    this.#closed = true;
    this.#healthy = false;
    this.#reason = 'closed';
    clearTimeout(this.#timer);
    clearTimeout(this.#lossTimer);
    this.#link.close();
  }

  async #check(): Promise<void> {
    if (this.#checking || this.#closed) return;
    this.#checking = true;
    clearTimeout(this.#timer);
    try {
      const sentAt = this.#now();
      await this.command('ping', {}, this.#timeouts.pingMs);
      this.#roundTripMs = this.#now() - sentAt;
      await this.#readLoad();
      await this.#findLost();
      this.#succeed();
      await this.#payDeletes();
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error), 1);
    } finally {
      this.#checking = false;
      if (!this.#closed) this.#timer = setTimeout(() => void this.#check(), this.#timeouts.healthIntervalMs);
    }
  }

  async #readLoad(): Promise<void> {
    const own = this.#carried.size;
    const reply = loadReply.parse(await this.command('statistics', {}));
    this.#foreignSessions = Math.max(0, reply.statistics.currentstatistics.sessionstotal - own);
  }

  /** A node that was restarted, or that gave up on silent media, no longer lists the session. */
  async #findLost(): Promise<void> {
    const expected = [...this.#carried.values()];
    if (expected.length === 0) return;
    const { calls } = listReply.parse(await this.command('list', { limit: MAX_CALLS_LISTED }));
    const listed = new Set(calls);
    for (const session of expected) {
      if (!listed.has(session.id)) this.#lose(session, 'the media relay no longer knows the session');
    }
  }

  async #payDeletes(): Promise<void> {
    for (const id of [...this.#deletesOwed].slice(0, DELETES_PER_CHECK)) {
      await this.command('delete', { 'call-id': id });
      this.#deletesOwed.delete(id);
    }
  }

  #succeed(): void {
    clearTimeout(this.#lossTimer);
    this.#lossTimer = undefined;
    this.#failures = 0;
    this.#full = false;
    this.#reason = null;
    if (this.#healthy || this.#closed) return;
    this.#healthy = true;
    this.#log.info('media relay is up', { node: this.url, sessions: this.sessions });
    this.#onChange();
  }

  #fail(reason: string, failures: number): void {
    if (this.#closed) return;
    this.#failures += failures;
    this.#lossTimer ??= setTimeout(() => {
      for (const session of [...this.#carried.values()])
        this.#lose(session, `media relay is gone: ${reason}`);
    }, this.#timeouts.lostAfterMs);
    if (this.#failures < FAILURES_UNTIL_DOWN) return;
    this.#reason = reason;
    if (this.#healthy) {
      this.#healthy = false;
      this.#log.error('media relay is down', { node: this.url, reason, sessions: this.#carried.size });
      this.#onChange();
    }
    // Replies that come after all would be taken for a sign of life: begin with a new connection.
    if (this.#link.up) this.#link.reset(reason);
  }

  #lose(session: CarriedSession, reason: string): void {
    // It may have ended meanwhile.
    if (this.#carried.get(session.id) !== session) return;
    this.drop(session);
    // Where only the way to the node is broken, the node still has it.
    this.deleteSoon(session.id);
    this.#lost += 1;
    this.#log.error('media session lost', { node: this.url, callId: session.id, reason });
    session.lose(reason);
  }

  #markFull(reason: string): void {
    if (!this.#full) this.#log.warn('media relay is at its limit', { node: this.url, reason });
    this.#full = true;
    this.#reason = reason;
  }

  #count(command: NgCommand, outcome: string): void {
    const key = `${command} ${outcome}`;
    this.#outcomes.set(key, (this.#outcomes.get(key) ?? 0) + 1);
  }
}

function nodeErrorOf(error: unknown): NodeError {
  if (error instanceof NodeError) return error;
  if (error instanceof NgError) {
    return new NodeError(error.kind === 'timeout' ? 'timeout' : 'unreachable', error.message, {
      cause: error,
    });
  }
  return new NodeError('refused', 'the media relay sent a reply that cannot be read', { cause: error });
}
