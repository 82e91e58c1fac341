import type { EngineLog } from '../engine-log.ts';
import type { Flow } from '../transport/flow.ts';
import type { Metric } from './counters.ts';
import { type HepOptions, HepSender } from './hep-sender.ts';
import { MessageRing, type MessageRingOptions, type TracedMessage } from './message-ring.ts';
import { RegistrationTrace } from './registration-trace.ts';
import { callIdOf, isRegistration, type WireCopy, type Wiretap, wireCopy } from './wire-copy.ts';

/** Copies of all messages, for those who look on: `Engine.trace` and a capture server. */
export class Watch {
  /** Registrations of those who are asked about. */
  readonly registrations = new RegistrationTrace();
  readonly #ring: MessageRing | null;
  readonly #hep: HepSender | null;
  readonly #taps: readonly Wiretap[];

  constructor(
    options: { readonly trace?: MessageRingOptions | undefined; readonly hep?: HepOptions | undefined },
    log: EngineLog,
  ) {
    this.#ring = options.trace?.maxBytes === 0 ? null : new MessageRing(options.trace);
    this.#hep = options.hep === undefined ? null : new HepSender(options.hep, log);
    this.#taps = [this.#ring, this.#hep].filter((tap) => tap !== null);
  }

  /** @param method of the message or of what it answers, when it is known; else its octets tell */
  received(bytes: Buffer, flow: Flow, callId: string, method: string | undefined): void {
    if (this.registrations.active) this.registrations.tap(wireCopy('in', flow, bytes));
    if (this.#wants(bytes, method)) this.#tap(wireCopy('in', flow, bytes), callId);
  }

  /** @param method as for {@link received} */
  sent(bytes: Buffer, flow: Flow, method: string | undefined): void {
    if (this.registrations.active) this.registrations.tap(wireCopy('out', flow, bytes));
    if (!this.#wants(bytes, method)) return;
    const callId = callIdOf(bytes);
    // Answers to keep-alives and to STUN are no SIP messages.
    if (callId !== '') this.#tap(wireCopy('out', flow, bytes), callId);
  }

  trace(callId: string): readonly TracedMessage[] {
    return this.#ring?.trace(callId) ?? [];
  }

  metrics(): Metric[] {
    const held = this.#ring?.held ?? { bytes: 0, calls: 0 };
    const hep = this.#hep?.counts ?? { sent: 0, dropped: 0, waitingBytes: 0 };
    const metric = (type: Metric['type'], name: string, help: string, value: number): Metric => ({
      name,
      help,
      type,
      values: [{ labels: {}, value }],
    });
    return [
      metric('gauge', 'sip_trace_bytes', 'Memory held by the last messages of each call', held.bytes),
      metric(
        'gauge',
        'sip_registration_trace_bytes',
        'Memory held by registrations that somebody had recorded',
        this.registrations.bytes,
      ),
      metric('gauge', 'sip_trace_calls', 'Call-IDs whose last messages are held', held.calls),
      metric('gauge', 'sip_hep_waiting_bytes', 'Copies that wait for the capture server', hep.waitingBytes),
      metric('counter', 'sip_hep_sent_total', 'Messages copied to the capture server', hep.sent),
      metric(
        'counter',
        'sip_hep_dropped_total',
        'Messages that did not reach the capture server',
        hep.dropped,
      ),
    ];
  }

  close(): void {
    this.#hep?.close();
  }

  /** Registrations come by the thousand and belong to no call: only a capture server gets all of them. */
  #wants(bytes: Buffer, method: string | undefined): boolean {
    if (this.#hep !== null) return true;
    return this.#ring !== null && (method === undefined ? !isRegistration(bytes) : method !== 'REGISTER');
  }

  #tap(copy: WireCopy, callId: string): void {
    for (const tap of this.#taps) tap.tap(copy, callId);
  }
}
