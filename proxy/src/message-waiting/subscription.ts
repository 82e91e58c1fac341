import { type MailboxCount, messageSummary, SUMMARY_TYPE } from './message-summary.ts';
import { MESSAGE_SUMMARY } from './subscribe-request.ts';

/** Why a subscription ends (RFC 6665 §4.1.3). */
export type EndReason = 'timeout' | 'noresource';

/** A NOTIFY without what its dialog knows. */
export interface Notification {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What came back of a NOTIFY. `kept`: this one was not taken, and a later one may be (it said Retry-After). */
export type NotifyOutcome = 'taken' | 'kept' | 'gone';

/** Sends one NOTIFY in the dialog of a subscription; calls back once. */
export type Notify = (notification: Notification, answered: (outcome: NotifyOutcome) => void) => void;

export interface SubscriptionOptions {
  readonly username: string;
  readonly eventId: string | null;
  /** The address of the mailbox: a SIP URI. */
  readonly account: string;
  readonly notify: Notify;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called once; nothing is sent after what is on its way. */
  readonly onEnded: () => void;
}

/** A telephone that is told what its mailbox holds. One NOTIFY is on its way at a time, and the next tells the newest. */
export class Subscription {
  readonly username: string;
  readonly eventId: string | null;
  readonly #options: SubscriptionOptions;
  /** Not before its dialog is made. */
  #expiresAtMs = Number.POSITIVE_INFINITY;
  #count: MailboxCount | null = null;
  #told: MailboxCount | null = null;
  #sending = false;
  #due = false;
  #ending: EndReason | null = null;
  #over = false;

  constructor(options: SubscriptionOptions) {
    this.username = options.username;
    this.eventId = options.eventId;
    this.#options = options;
  }

  get expiresAtMs(): number {
    return this.#expiresAtMs;
  }

  /** It is told the end, and takes no refresh any more. */
  get ending(): boolean {
    return this.#ending !== null;
  }

  /** The telephone asked for it, once more perhaps: it is told the state at once (RFC 6665 §4.2.1.2). */
  lastFor(expiresSeconds: number, count: MailboxCount): void {
    const isFirst = this.#expiresAtMs === Number.POSITIVE_INFINITY;
    this.#expiresAtMs = this.#options.now() + expiresSeconds * 1000;
    if (!isFirst || this.#count === null) this.#count = count;
    if (expiresSeconds === 0) this.#ending = 'timeout';
    this.#send();
  }

  /** The mailbox may have changed. */
  tell(count: MailboxCount): void {
    this.#count = count;
    if (this.#told?.new !== count.new || this.#told.total !== count.total) this.#send();
  }

  /** Tells the telephone that it hears nothing more. */
  end(reason: EndReason): void {
    if (this.#ending) return;
    this.#ending = reason;
    this.#send();
  }

  /** Its dialog is over. */
  forget(): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.onEnded();
  }

  #send(): void {
    if (this.#over || this.#expiresAtMs === Number.POSITIVE_INFINITY) return;
    if (this.#sending) {
      this.#due = true;
      return;
    }
    this.#due = false;
    this.#sending = true;
    const count = this.#count;
    const ends = this.#ending !== null;
    this.#options.notify(this.#notification(count), (outcome) => {
      this.#sending = false;
      if (outcome === 'taken') this.#told = count;
      if (ends || outcome === 'gone') this.forget();
      else if (this.#due) this.#send();
    });
  }

  #notification(count: MailboxCount | null): Notification {
    const { eventId, account, now } = this.#options;
    const leftSeconds = Math.max(0, Math.ceil((this.#expiresAtMs - now()) / 1000));
    return {
      headers: {
        Event: eventId === null ? MESSAGE_SUMMARY : `${MESSAGE_SUMMARY};id=${eventId}`,
        'Subscription-State':
          this.#ending === null ? `active;expires=${leftSeconds}` : `terminated;reason=${this.#ending}`,
        ...(count === null ? {} : { 'Content-Type': SUMMARY_TYPE }),
      },
      body: count === null ? '' : messageSummary(count, account),
    };
  }
}
