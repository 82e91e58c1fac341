import { recordRoutes } from '../dialog/dialog.ts';
import { UnwantedAnswer } from '../dialog/unwanted-answer.ts';
import type { SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import type { ClientHandlers } from '../transaction/client-transaction.ts';
import type { Flow } from '../transport/flow.ts';
import type { SentInvite } from './application-dialog.ts';
import type { EngineContext } from './context.ts';

/**
 * What follows the 2xx to an INVITE until Timer M: the same again because its ACK was lost, or that of another
 * telephone, which is acknowledged and hung up (RFC 3261 §13.2.2.4). It keeps nothing of a call that may be over long
 * before.
 */
export class FurtherAnswers implements ClientHandlers {
  readonly #context: EngineContext;
  readonly #invite: SentInvite;
  readonly #dialogId: string;
  /** By To tag. */
  #hungUp: Map<string, UnwantedAnswer> | null = null;

  constructor(context: EngineContext, invite: SentInvite, dialogId: string) {
    this.#context = context;
    this.#invite = invite;
    this.#dialogId = dialogId;
  }

  onResponse(response: SipResponse, flow: Flow): void {
    if (response.status < 200 || response.status >= 300) return;
    const { ack, answeredTag = '' } = this.#invite;
    const tag = tagOf(response.headers.get('To') ?? '') ?? '';
    if (tag === answeredTag) ack?.flow.send(ack.bytes);
    else this.#hangUp(response, flow, tag);
  }

  onFailure(): void {}

  #hangUp(response: SipResponse, flow: Flow, tag: string): void {
    this.#hungUp ??= new Map();
    const known = this.#hungUp.get(tag);
    if (known !== undefined) {
      known.acknowledgeAgain();
      return;
    }
    const { log, ports } = this.#context;
    log.warn('a second answer to a forked INVITE is hung up', { dialogId: this.#dialogId });
    const routeSet = recordRoutes(response.headers).reverse();
    this.#hungUp.set(tag, new UnwantedAnswer(ports, response, flow, routeSet));
  }
}
