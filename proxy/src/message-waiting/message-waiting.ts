import { parseNameAddr } from '@tandem/sip-engine/name-addr';
import type { Identity } from '../authentication/credentials.ts';
import { type SrfResponseToSend, sendAnswer } from '../authentication/sip-answer.ts';
import type { Authenticate } from '../authentication/srf-authentication.ts';
import {
  asError,
  contained,
  type IncomingRequest,
  type OutgoingResponse,
  type ReceivedResponse,
} from '../calls/srf.ts';
import type { Domains } from '../domains.ts';
import type { MetricFamily } from '../observability/metrics.ts';
import type { MailboxCount } from './message-summary.ts';
import type { SubscribePort, SubscriptionDialog } from './subscribe-port.ts';
import {
  isMessageSummary,
  readSubscribe,
  refusalAnswer,
  refuse,
  type Subscribe,
  type SubscribeRefusal,
  unknownEvent,
} from './subscribe-request.ts';
import type { Notify, NotifyOutcome, Subscription } from './subscription.ts';
import { type FullBy, Subscriptions, type SubscriptionsOptions } from './subscriptions.ts';

export interface MessageWaitingOptions extends SubscriptionsOptions {
  readonly authenticate: Authenticate;
  readonly domains: Domains;
}

/** Tells desk phones, which subscribe to it, what is in their user's mailbox (RFC 3842 over RFC 6665). */
export interface MessageWaiting {
  /** @param username whose mailbox may have changed; null: anybody's */
  mailboxChanged(username: string | null): void;
  /** Ends subscriptions that were not refreshed; to be called every few seconds. */
  expire(): void;
  metrics(): MetricFamily[];
}

interface UnroutedRequests {
  use(method: string, handler: (request: unknown, response: SrfResponseToSend) => void): unknown;
}

/** Where there is no room now there may be some later; seconds. */
const RETRY_AFTER_SECONDS = 300;

const refusalOfFull: Record<FullBy, SubscribeRefusal> = {
  user: refuse('too-many-subscriptions'),
  server: refuse('subscriptions-full', [['Retry-After', String(RETRY_AFTER_SECONDS)]]),
};

/**
 * Takes the subscriptions to `message-summary` that a port receives.
 * @param unrouted what nobody else takes is refused there: other events
 */
export function attachMessageWaiting(
  port: SubscribePort,
  unrouted: UnroutedRequests,
  options: MessageWaitingOptions,
): MessageWaiting {
  const { log } = options;
  const subscriptions = new Subscriptions(options);
  const subscribers = new Subscribers(port, subscriptions, options);
  port.onSubscribe(
    contained(log, (request, response) => subscribers.subscribe(request, response)),
    isMessageSummary,
  );
  unrouted.use('subscribe', (_request, response) => sendAnswer(response, refusalAnswer(unknownEvent)));
  return {
    mailboxChanged: (username) =>
      void (username === null ? subscriptions.manyChanged() : subscriptions.changed(username)),
    expire: () => subscriptions.expire(),
    metrics: () => metricsOf(subscriptions),
  };
}

const metricsOf = ({ count, refused }: Subscriptions): MetricFamily[] => [
  {
    name: 'tandem_message_waiting_subscriptions',
    help: 'Telephones that are told of their voicemail.',
    type: 'gauge',
    values: [{ labels: {}, value: count }],
  },
  {
    name: 'tandem_message_waiting_refused_total',
    help: 'Subscriptions to voicemail refused because the user, or the server, had as many as may be.',
    type: 'counter',
    values: Object.entries(refused).map(([full, value]) => ({ labels: { full }, value })),
  },
];

class Subscribers {
  readonly #port: SubscribePort;
  readonly #subscriptions: Subscriptions;
  readonly #options: MessageWaitingOptions;

  constructor(port: SubscribePort, subscriptions: Subscriptions, options: MessageWaitingOptions) {
    this.#port = port;
    this.#subscriptions = subscriptions;
    this.#options = options;
  }

  /** A SUBSCRIBE outside dialogs, or in one that is unknown. */
  subscribe(request: IncomingRequest, response: OutgoingResponse): void {
    const isInDialog = parseNameAddr(request.get('To') ?? '')?.params.has('tag') ?? false;
    if (isInDialog) sendAnswer(response, refusalAnswer(refuse('no-subscription')));
    else this.#withMailbox(request, response, (asked, count) => this.#begin(request, response, asked, count));
  }

  /** Goes on with what was asked and the mailbox it is about; answers everything that is refused. */
  #withMailbox(
    request: IncomingRequest,
    response: OutgoingResponse,
    go: (asked: Subscribe, count: MailboxCount | null) => SubscribeRefusal | null,
  ): void {
    const { authenticate, domains, mailboxOf, log } = this.#options;
    const refused = (refusal: SubscribeRefusal, identity: Identity): void => {
      log.info('subscription refused', { key: refusal.key, user: identity.username });
      sendAnswer(response, refusalAnswer(refusal));
    };
    const serve = async (): Promise<void> => {
      const identity = await authenticate(request, response);
      if (!identity) return;
      const asked = readSubscribe(request, identity, (host) => domains.isLocal(host));
      if (asked.kind === 'refused') return refused(asked, identity);
      const refusal = go(asked, await mailboxOf(asked.username));
      if (refusal) refused(refusal, identity);
    };
    serve().catch((error: unknown) => {
      log.error('SUBSCRIBE failed', { error: asError(error) });
      sendAnswer(response, refusalAnswer(refuse('database-down', [['Retry-After', '30']])));
    });
  }

  #begin(
    request: IncomingRequest,
    response: OutgoingResponse,
    asked: Subscribe,
    count: MailboxCount | null,
  ): SubscribeRefusal | null {
    const { domains, log } = this.#options;
    if (!count) return refuse('no-mailbox');
    if (!request.has('Contact')) return refuse('bad-request');
    const made: { dialog: SubscriptionDialog | null } = { dialog: null };
    const { username, eventId, expiresSeconds } = asked;
    const subscription = this.#subscriptions.open({
      username,
      eventId,
      account: `sip:${username}@${domains.primary}`,
      notify: (notification, answered) => {
        if (made.dialog) notifyIn(made.dialog)(notification, answered);
        else answered('gone');
      },
    });
    if (typeof subscription === 'string') return refusalOfFull[subscription];
    const accepted = (dialog: SubscriptionDialog | null): void => {
      if (!dialog) {
        subscription.forget();
        return;
      }
      made.dialog = dialog;
      dialog.onDestroyed(() => subscription.forget());
      dialog.onSubscribe(contained(log, (again, answer) => this.#refresh(subscription, again, answer)));
      subscription.lastFor(expiresSeconds, count);
    };
    this.#port.accept(request, response, { Expires: String(expiresSeconds) }, contained(log, accepted));
    return null;
  }

  #refresh(subscription: Subscription, request: IncomingRequest, response: OutgoingResponse): void {
    this.#withMailbox(request, response, ({ username, eventId, expiresSeconds }, count) => {
      if (username !== subscription.username) return refuse('not-your-address');
      if (subscription.ending || eventId !== subscription.eventId) return refuse('no-subscription');
      if (!count) {
        subscription.end('noresource');
        return refuse('no-mailbox');
      }
      sendAnswer(response, { status: 200, reason: 'OK', headers: [['Expires', String(expiresSeconds)]] });
      subscription.lastFor(expiresSeconds, count);
      return null;
    });
  }
}

const notifyIn =
  (dialog: SubscriptionDialog): Notify =>
  (notification, answered) => {
    let over = false;
    const once = (outcome: NotifyOutcome): void => {
      if (over) return;
      over = true;
      answered(outcome);
    };
    dialog.request({ method: 'NOTIFY', ...notification }, (error, response) => {
      if (error || !response) once('gone');
      else if (response.status >= 300) once(mayTryAgain(response) ? 'kept' : 'gone');
      else if (response.status >= 200) once('taken');
    });
  };

/** RFC 6665 §4.2.2: every other refusal ends the subscription. */
const mayTryAgain = (response: ReceivedResponse): boolean =>
  response.has('Retry-After') || response.status === 401 || response.status === 407;
