import { MediaRelayError } from '../errors.ts';
import type { KeyReports } from '../keys/key-reports.ts';
import type { RelayLog } from '../log.ts';
import type { MediaRelay, RelayMetric, SpeechPolicies } from '../relay.ts';
import { RelayNode, type RelayTimeouts } from './relay-node.ts';
import { type KeyOutcome, RelaySession } from './relay-session.ts';

const DEFAULT_TIMEOUTS: RelayTimeouts = {
  connectMs: 2_000,
  commandMs: 2_000,
  pingMs: 1_000,
  healthIntervalMs: 2_000,
  lostAfterMs: 4_000,
  reconnectMaxMs: 5_000,
};

/** Which rtpengines to use. */
export interface RelayPoolOptions {
  readonly nodes: readonly {
    /** `tcp://host:port` (`listen-tcp-ng`) or `ws://host:port` (`listen-http`). */
    readonly url: string;
    /** Share of sessions relative to other nodes, above 0; default 1. */
    readonly weight?: number;
  }[];
  readonly timeouts?: Partial<RelayTimeouts>;
  /** Where the nodes report pressed keys; without it keys in the media become no SIP INFO. */
  readonly keyReports?: Pick<KeyReports, 'onKey'>;
  readonly log: RelayLog;
  /** Milliseconds, for round trips; default a monotonic clock. */
  readonly now?: () => number;
}

/**
 * A pool of rtpengines that connects in the background and begins each session on the least loaded node.
 * @throws {TypeError} when a URL is of another kind
 */
export function createRelayPool(options: RelayPoolOptions): MediaRelay {
  return new RelayPool(options);
}

class RelayPool implements MediaRelay {
  readonly mode = 'relay';
  readonly #nodes: readonly RelayNode[];
  readonly #sessions = new Map<string, RelaySession>();
  readonly #waiting = new Set<() => void>();
  readonly #log: RelayLog;
  readonly #keysReported: boolean;
  readonly #now: () => number;
  readonly #keys: Record<KeyOutcome, number> = { reported: 0, played: 0, not_played: 0 };
  #failovers = 0;
  #closed = false;

  constructor({ nodes, timeouts = {}, keyReports, log, now = () => performance.now() }: RelayPoolOptions) {
    this.#log = log;
    this.#now = now;
    this.#keysReported = keyReports !== undefined;
    keyReports?.onKey(({ session, ...key }) => this.#sessions.get(session)?.keyReported(key));
    this.#nodes = nodes.map(
      ({ url, weight = 1 }) =>
        new RelayNode(
          { url, weight: weight > 0 ? weight : 1 },
          { timeouts: { ...DEFAULT_TIMEOUTS, ...timeouts }, log, now, onChange: () => this.#wake() },
        ),
    );
  }

  session(id: string, policies: SpeechPolicies = {}): RelaySession {
    const node = this.#closed ? null : this.#pick(new Set());
    if (node === null) throw new MediaRelayError('unavailable', this.#whyUnavailable());
    if (this.#sessions.has(id)) throw new MediaRelayError('rejected', `media session ${id} exists already`);
    const session = new RelaySession(id, node, policies, {
      pick: (tried) => this.#pick(tried),
      onFailover: () => {
        this.#failovers += 1;
      },
      onKey: (outcome) => {
        this.#keys[outcome] += 1;
      },
      keysReported: this.#keysReported,
      now: this.#now,
      onEnded: (ended) => {
        if (this.#sessions.get(ended.id) === ended) this.#sessions.delete(ended.id);
      },
      log: this.#log,
    });
    this.#sessions.set(id, session);
    return session;
  }

  whenHealthy(timeoutMs: number): Promise<boolean> {
    if (this.#nodes.some((node) => node.available)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const look = (): void => {
        const healthy = this.#nodes.some((node) => node.available);
        if (!healthy && !this.#closed) return;
        finish(healthy);
      };
      const finish = (healthy: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(healthy);
      };
      const timer = setTimeout(() => finish(false), timeoutMs);
      this.#waiting.add(look);
    });
  }

  health() {
    return this.#nodes.map((node) => node.health());
  }

  metrics(): RelayMetric[] {
    const each = (value: (node: RelayNode) => number): RelayMetric['values'] =>
      this.#nodes.map((node) => ({ labels: { node: node.url }, value: value(node) }));
    return [
      gauge(
        'node_up',
        'Whether the node answers',
        each((node) => Number(node.healthy)),
      ),
      gauge(
        'sessions',
        'Sessions on the node',
        each((node) => node.sessions),
      ),
      counter(
        'sessions_lost_total',
        'Sessions that died with their node',
        each((node) => node.lost),
      ),
      counter('failovers_total', 'Offers moved to another node', [{ labels: {}, value: this.#failovers }]),
      counter(
        'keys_total',
        'Pressed keys that the relay reported for SIP INFO, or was asked to play for one',
        Object.entries(this.#keys).map(([outcome, value]) => ({ labels: { outcome }, value })),
      ),
      counter('commands_total', 'NG commands by outcome', this.#nodes.flatMap(commandCounts)),
    ];
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#sessions.values()].map((session) => session.end()));
    for (const node of this.#nodes) node.close();
    this.#wake();
  }

  #pick(tried: ReadonlySet<RelayNode>): RelayNode | null {
    const candidates = this.#nodes.filter((node) => node.available && !tried.has(node));
    return candidates.reduce<RelayNode | null>(
      (best, node) => (best === null || node.load < best.load ? node : best),
      null,
    );
  }

  #whyUnavailable(): string {
    if (this.#nodes.length === 0) return 'no media relay is configured';
    const reasons = this.#nodes.map((node) => `${node.url}: ${node.health().reason ?? 'closed'}`);
    return `no media relay is available (${reasons.join('; ')})`;
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }
}

function commandCounts(node: RelayNode): RelayMetric['values'] {
  return [...node.outcomes].map(([key, value]) => {
    const [command = '', outcome = ''] = key.split(' ');
    return { labels: { node: node.url, command, outcome }, value };
  });
}

function gauge(name: string, help: string, values: RelayMetric['values']): RelayMetric {
  return { name: `tandem_media_relay_${name}`, help, type: 'gauge', values };
}

function counter(name: string, help: string, values: RelayMetric['values']): RelayMetric {
  return { name: `tandem_media_relay_${name}`, help, type: 'counter', values };
}
