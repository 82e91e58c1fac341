import { dialogId } from '../dialog/dialog.ts';
import type { SipRequest } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import type { EngineContext } from './context.ts';
import { makesDialog } from './uas.ts';

/**
 * The same request by another way (RFC 3261 §8.2.2.2): the first one is under way, has made the dialog that is there, or
 * was accepted a moment ago. What is proxied is not ours to answer: another server may send it back to us for the rest of
 * its way, and whether it goes round unchanged is seen when it is to be proxied again (RFC 5393 §4.2).
 */
export function isMerged(context: EngineContext, request: SipRequest): boolean {
  const callId = request.headers.get('Call-ID') ?? '';
  const other = context.incoming.outsideDialogs(callId);
  if (other !== undefined && other.state !== 'proxied' && isSame(other.transaction.request, request))
    return true;
  if (!makesDialog(request.method)) return context.accepted.has(request);
  const cseq = request.headers.get('CSeq');
  const fromTag = tagOf(request.headers.get('From') ?? '') ?? '';
  const origin = context.dialogs.byId(dialogId(callId, fromTag))?.origin;
  return origin != null && origin.uri === request.uri && origin.cseq === cseq;
}

/** @param request with the Call-ID of `other` */
function isSame(other: SipRequest, request: SipRequest): boolean {
  if (other.uri !== request.uri || other.headers.get('CSeq') !== request.headers.get('CSeq')) return false;
  return tagOf(other.headers.get('From') ?? '') === tagOf(request.headers.get('From') ?? '');
}

const MAX_REQUESTS = 20_000;

/**
 * Requests that make no dialog and that an application accepted. Those that it refused are not remembered: their sender
 * may well try again, by another transport for example, with nothing changed.
 */
export class AcceptedRequests {
  readonly #keepMs: number;
  readonly #now: () => number;
  #young = new Set<string>();
  #old = new Set<string>();
  #turnedAtMs = 0;

  /**
   * @param keepMs how long each is remembered at least, unless too many come; twice as long at most
   * @param now monotonic, in ms
   */
  constructor(keepMs: number, now: () => number = () => performance.now()) {
    this.#keepMs = keepMs;
    this.#now = now;
  }

  add(request: SipRequest): void {
    this.#forgetOld();
    if (this.#young.size >= MAX_REQUESTS / 2) this.#turn();
    this.#young.add(keyOf(request));
  }

  has(request: SipRequest): boolean {
    if (this.#young.size + this.#old.size === 0) return false;
    this.#forgetOld();
    const key = keyOf(request);
    return this.#young.has(key) || this.#old.has(key);
  }

  #forgetOld(): void {
    const ageMs = this.#now() - this.#turnedAtMs;
    if (ageMs >= this.#keepMs) this.#turn();
    if (ageMs >= 2 * this.#keepMs) this.#turn();
  }

  #turn(): void {
    this.#old = this.#young;
    this.#young = new Set();
    this.#turnedAtMs = this.#now();
  }
}

/** Joined, for a template's result would keep the whole message alive. */
function keyOf({ uri, headers }: SipRequest): string {
  const fromTag = tagOf(headers.get('From') ?? '') ?? '';
  return [headers.get('CSeq'), fromTag, headers.get('Call-ID'), uri].join(' ');
}
