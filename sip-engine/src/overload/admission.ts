import type { EngineLog } from '../engine-log.ts';
import type { SipRequest } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import type { Flow } from '../transport/flow.ts';
import { turnClock } from '../turn-clock.ts';
import type { Metric } from '../watch/counters.ts';
import type { Backlog } from './backlog.ts';
import { BusySources } from './busy-sources.ts';
import { loadSensor } from './load-sensor.ts';
import { type LoadSample, Pressure, type WorkClass } from './pressure.ts';

export interface AdmissionOptions {
  readonly log: EngineLog;
  /** Requests that wait for an application's answer now. */
  waiting(): number;
  /** What waits for the event loop. */
  readonly backlog: Backlog;
  /** Default: this process's own load. */
  readonly sense?: () => LoadSample;
  /** Monotonic, in ms. */
  readonly now?: () => number;
}

const WINDOW_MS = 100;
/** Requests that applications have and did not answer; beyond it new ones are refused. */
const MAX_WAITING = 20_000;
/** RFC 3261 §21.5.4; a random time, so that the refused do not all come back together, in seconds. */
const RETRY_AFTER_MIN_SECONDS = 5;
const RETRY_AFTER_MAX_SECONDS = 15;

/** These go on, whatever the load: they end or carry on work that was admitted. */
const ALWAYS: ReadonlySet<string> = new Set(['ACK', 'BYE', 'CANCEL', 'PRACK', 'UPDATE', 'NOTIFY', 'INFO']);

/** After a power cut a whole office registers from one address, and each phone first without credentials. */
const REGISTER_WEIGHT = 0.1;

/** Decides which new requests are worked on while there is more to do than can be done. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #pressure = new Pressure();
  readonly #sources = new BusySources();
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  readonly #credit: Record<WorkClass, number> = { flood: 0, call: 0, other: 0 };
  readonly #refused: Record<WorkClass, number> = { flood: 0, call: 0, other: 0 };
  #last: LoadSample = { utilization: 0, backlog: 0, lagMs: 0, cpuMs: 0, memory: 0 };
  #overloaded = false;

  constructor(options: AdmissionOptions) {
    this.#options = options;
    this.#now = options.now ?? turnClock(() => performance.now());
    const sense = options.sense ?? loadSensor(WINDOW_MS, options.backlog);
    this.#timer = setInterval(() => this.#observe(sense()), WINDOW_MS);
    this.#timer.unref();
  }

  /**
   * Whether a request that begins something new is worked on; a refused one gets 503. Not asked for repetitions of
   * what was admitted.
   */
  admits(request: SipRequest, flow: Flow): boolean {
    if (ALWAYS.has(request.method)) return true;
    const weight = request.method === 'REGISTER' ? REGISTER_WEIGHT : 1;
    const busySource =
      !hasCredentials(request) && this.#sources.count(flow.remoteAddress, this.#now(), weight);
    const crowded = this.#options.waiting() >= MAX_WAITING;
    if (this.#pressure.value === 0 && !crowded) return true;
    if (tagOf(request.headers.get('To') ?? '') !== undefined) return true;
    const work = busySource ? 'flood' : request.method === 'INVITE' ? 'call' : 'other';
    if (!crowded && this.#hasCredit(work)) return true;
    this.#refused[work] += 1;
    return false;
  }

  /** What a refused request's Retry-After says, in seconds. */
  retryAfterSeconds(): number {
    const span = RETRY_AFTER_MAX_SECONDS - RETRY_AFTER_MIN_SECONDS;
    return RETRY_AFTER_MIN_SECONDS + Math.floor(Math.random() * (span + 1));
  }

  metrics(): Metric[] {
    const gauge = (name: string, help: string, value: number): Metric => ({
      name,
      help,
      type: 'gauge',
      values: [{ labels: {}, value }],
    });
    return [
      gauge('sip_overload_pressure', 'How hard new work is turned away, 0 to 3', this.#pressure.value),
      gauge('sip_event_loop_utilization', 'Share of time with work, 0 to 1', this.#last.utilization),
      gauge('sip_backlog_share', 'Turns of the loop that left datagrams waiting, 0 to 1', this.#last.backlog),
      gauge('sip_event_loop_lag_ms', 'How late the last timer was, in ms', this.#last.lagMs),
      gauge('sip_memory_share', 'Memory in use of what there is, 0 to 1', this.#last.memory),
      {
        name: 'sip_overload_refusals_total',
        help: 'New requests refused with 503 for overload, by class of work',
        type: 'counter',
        values: Object.entries(this.#refused).map(([work, value]) => ({ labels: { work }, value })),
      },
    ];
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #observe(sample: LoadSample): void {
    this.#last = sample;
    this.#pressure.take(sample);
    const overloaded = this.#pressure.value > 0;
    if (overloaded === this.#overloaded) return;
    this.#overloaded = overloaded;
    const { log } = this.#options;
    if (overloaded) log.warn('overloaded: new requests are refused', { ...sample });
    else log.info('no longer overloaded', { ...this.#refused });
  }

  /** Admits evenly: of a share of 0.25 every fourth. */
  #hasCredit(work: WorkClass): boolean {
    const credit = this.#credit[work] + this.#pressure.shareOf(work);
    const admitted = credit >= 1;
    this.#credit[work] = admitted ? credit - 1 : credit;
    return admitted;
  }
}

function hasCredentials({ headers }: SipRequest): boolean {
  return headers.has('Authorization') || headers.has('Proxy-Authorization');
}
