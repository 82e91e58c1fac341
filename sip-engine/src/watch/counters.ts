/** A metric as Prometheus knows it; the proxy turns it into text. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

const OTHER = 'other';

/** One counter per label value. The values come from the network, so there is a limit to how many are kept. */
class LabelledCounter {
  readonly #label: string;
  readonly #counts = new Map<string, { value: number }>();
  readonly #limit = 64;

  constructor(label: string) {
    this.#label = label;
  }

  add(value: string): void {
    const known = this.#counts.get(value) ?? this.#counterOf(value);
    known.value += 1;
  }

  values(): Metric['values'] {
    return [...this.#counts].map(([value, count]) => ({
      labels: { [this.#label]: value },
      value: count.value,
    }));
  }

  #counterOf(value: string): { value: number } {
    if (this.#counts.size >= this.#limit && value !== OTHER)
      return this.#counts.get(OTHER) ?? this.#counterOf(OTHER);
    const counter = { value: 0 };
    this.#counts.set(value, counter);
    return counter;
  }
}

/** In the status line of a response, `SIP/2.0 200 OK`. */
const PROTOCOL_END = 3;
const STATUS_AT = 8;
const STROKE = 0x2f;
const DIGIT_ONE = 0x31;
const SPACE = 0x20;

const responseClasses = ['1xx', '2xx', '3xx', '4xx', '5xx', '6xx'] as const;

/** What the engine counts about SIP messages and about what it refused. */
export class Counters {
  readonly messagesIn = new LabelledCounter('protocol');
  readonly messagesOut = new LabelledCounter('protocol');
  readonly requestsIn = new LabelledCounter('method');
  readonly requestsOut = new LabelledCounter('method');
  readonly responsesIn = new LabelledCounter('class');
  readonly responsesOut = new LabelledCounter('class');
  /** Responses that nobody was told of, by reason. */
  readonly responsesDiscarded = new LabelledCounter('reason');
  /** Requests that the engine answered itself, by reason. */
  readonly refusals = new LabelledCounter('reason');
  /** Connections of applications that were refused or cut off, by reason. */
  readonly applicationsRefused = new LabelledCounter('reason');
  /** Targets of proxied requests that were given up for an application's time-out, by which it was. */
  readonly targetsLate = new LabelledCounter('timeout');
  /** Dialogs that the engine ended, by reason. */
  readonly endedByEngine = new LabelledCounter('reason');

  static responseClass(status: number): string {
    return responseClasses[Math.floor(status / 100) - 1] ?? OTHER;
  }

  /**
   * Counts a message that goes out, whoever made it. No method has a stroke in it.
   * @param method of a request, when it is known; else its octets tell
   */
  sent(bytes: Buffer, method: string | undefined): void {
    if (bytes[PROTOCOL_END] === STROKE)
      this.responsesOut.add(responseClasses[(bytes[STATUS_AT] ?? 0) - DIGIT_ONE] ?? OTHER);
    else this.requestsOut.add(method ?? bytes.toString('latin1', 0, bytes.indexOf(SPACE)));
  }

  metrics(): Metric[] {
    const counter = (name: string, help: string, counted: LabelledCounter): Metric => ({
      name: `sip_${name}_total`,
      help,
      type: 'counter',
      values: counted.values(),
    });
    return [
      counter('messages_in', 'Messages received, refused ones included, by transport', this.messagesIn),
      counter('messages_out', 'Messages sent, repetitions included, by transport', this.messagesOut),
      counter('requests_in', 'SIP requests received, by method', this.requestsIn),
      counter('requests_out', 'SIP requests sent, repetitions included, by method', this.requestsOut),
      counter('responses_in', 'SIP responses received, by class', this.responsesIn),
      counter('responses_out', 'SIP responses sent, repetitions included, by class', this.responsesOut),
      counter('responses_discarded', 'SIP responses told to nobody, by reason', this.responsesDiscarded),
      counter('refusals', 'SIP requests answered by the engine itself, by reason', this.refusals),
      counter(
        'applications_refused',
        'Connections of applications refused or cut off, by reason',
        this.applicationsRefused,
      ),
      counter(
        'proxy_timeouts',
        'Targets of proxied requests given up: no response within provisionalTimeout, no final one within finalTimeout',
        this.targetsLate,
      ),
      counter(
        'dialogs_ended_by_engine',
        'Dialogs that the engine ended with a BYE, by reason',
        this.endedByEngine,
      ),
    ];
  }
}
