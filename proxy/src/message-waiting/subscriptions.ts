import type { Log } from '../observability/log.ts';
import type { MailboxCount } from './message-summary.ts';
import { Subscription, type SubscriptionOptions } from './subscription.ts';

export interface SubscriptionsOptions {
  /** @returns null when the user has no voicemail. @throws when the database is away */
  readonly mailboxOf: (username: string) => Promise<MailboxCount | null>;
  readonly limits: { readonly perUser: number; readonly total: number };
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Which limit turned a telephone away. */
export type FullBy = 'user' | 'server';

interface Watched {
  readonly subscriptions: Set<Subscription>;
  /** The mailbox is being counted. */
  counting: boolean;
  /** It changed meanwhile. */
  changed: boolean;
}

/** Who is told about which mailbox. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #byUser = new Map<string, Watched>();
  readonly refused: Record<FullBy, number> = { user: 0, server: 0 };
  #count = 0;

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#count;
  }

  /** Begins a subscription, whose dialog may still have to be made; or says which limit forbids it. */
  open(options: Omit<SubscriptionOptions, 'now' | 'onEnded'>): Subscription | FullBy {
    const { limits, now } = this.#options;
    const { username } = options;
    const watched = this.#byUser.get(username);
    const fullBy =
      this.#count >= limits.total
        ? 'server'
        : (watched?.subscriptions.size ?? 0) >= limits.perUser
          ? 'user'
          : null;
    if (fullBy) {
      this.refused[fullBy] += 1;
      return fullBy;
    }
    const subscription: Subscription = new Subscription({
      ...options,
      now,
      onEnded: () => this.#remove(subscription),
    });
    if (watched) watched.subscriptions.add(subscription);
    else
      this.#byUser.set(username, {
        subscriptions: new Set([subscription]),
        counting: false,
        changed: false,
      });
    this.#count += 1;
    return subscription;
  }

  #remove(subscription: Subscription): void {
    const watched = this.#byUser.get(subscription.username);
    if (!watched?.subscriptions.delete(subscription)) return;
    this.#count -= 1;
    if (watched.subscriptions.size === 0) this.#byUser.delete(subscription.username);
  }

  /** Counts a mailbox that may have changed, and tells its telephones. Never rejects. */
  async changed(username: string): Promise<void> {
    const watched = this.#byUser.get(username);
    if (!watched) return;
    watched.changed = true;
    if (watched.counting) return;
    watched.counting = true;
    try {
      while (watched.changed) {
        watched.changed = false;
        const count = await this.#options.mailboxOf(username);
        for (const subscription of [...watched.subscriptions])
          if (count) subscription.tell(count);
          else subscription.end('noresource');
      }
    } catch (error) {
      this.#options.log.warn('telephones could not be told of their voicemail; the next refresh tells them', {
        user: username,
        error: error instanceof Error ? error : new Error(String(error)),
      });
    } finally {
      watched.counting = false;
    }
  }

  /** As `changed`, for every mailbox that a telephone watches, one after the other. */
  async manyChanged(): Promise<void> {
    for (const username of [...this.#byUser.keys()]) await this.changed(username);
  }

  /** Ends those that were not refreshed in time. */
  expire(): void {
    const nowMs = this.#options.now();
    for (const { subscriptions } of this.#byUser.values())
      for (const subscription of [...subscriptions])
        if (subscription.expiresAtMs <= nowMs) subscription.end('timeout');
  }
}
