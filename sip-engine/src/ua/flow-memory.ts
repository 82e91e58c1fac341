import type { SipRequest, SipResponse } from '../message/message.ts';
import { parseContacts } from '../message/name-addr.ts';
import { parseUri, type SipUri } from '../message/uri.ts';
import type { Flow } from '../transport/flow.ts';

interface RememberedFlow {
  readonly flow: Flow;
  readonly expiresAtMs: number;
}

/**
 * Which connection a registered Contact came over. A browser's Contact has a host that nobody can resolve, so later
 * requests to it go down the connection that registered it.
 */
export class FlowMemory {
  /** By `user@host` of the Contact. */
  readonly #flows = new Map<string, RememberedFlow>();
  /** The keys of each flow: thousands of flows may drop at once, and each asks for its own. */
  readonly #contacts = new Map<Flow, Set<string>>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Learns from an accepted REGISTER or SUBSCRIBE that came over a stream; expiry 0 forgets. */
  learn(request: SipRequest, response: SipResponse, flow: Flow): void {
    if (!flow.reliable) return;
    const contacts = parseContacts(request.headers.getAll('Contact'));
    const contact = contacts === null || contacts === '*' ? undefined : contacts[0];
    const key = keyOf(parseUri(contact?.uri ?? ''));
    if (key === null) return;
    const seconds = grantedSeconds(request, response, contact?.params.get('expires') ?? null);
    this.#forget(key);
    if (seconds > 0) this.#remember(key, { flow, expiresAtMs: this.#now() + seconds * 1000 });
  }

  /** The flow for a URI; a flow that has closed meanwhile is returned too, for the caller to say 410. */
  find(uri: SipUri): Flow | null {
    const key = keyOf(uri);
    const found = key === null ? undefined : this.#flows.get(key);
    if (found === undefined || key === null) return null;
    if (found.expiresAtMs > this.#now()) return found.flow;
    this.#forget(key);
    return null;
  }

  /** `user@host` of each Contact that registered over a flow. */
  contactsOf(flow: Flow): readonly string[] {
    return [...(this.#contacts.get(flow) ?? [])];
  }

  /** Drops what has expired. */
  sweep(): void {
    const now = this.#now();
    for (const [key, { expiresAtMs }] of this.#flows) if (expiresAtMs <= now) this.#forget(key);
  }

  get size(): number {
    return this.#flows.size;
  }

  #remember(key: string, remembered: RememberedFlow): void {
    this.#flows.set(key, remembered);
    const keys = this.#contacts.get(remembered.flow);
    if (keys === undefined) this.#contacts.set(remembered.flow, new Set([key]));
    else keys.add(key);
  }

  #forget(key: string): void {
    const flow = this.#flows.get(key)?.flow;
    if (flow === undefined) return;
    this.#flows.delete(key);
    const keys = this.#contacts.get(flow);
    keys?.delete(key);
    if (keys?.size === 0) this.#contacts.delete(flow);
  }
}

function keyOf(uri: SipUri | null): string | null {
  return uri?.user === undefined ? null : `${uri.user}@${uri.host}`;
}

/** The response decides; a registrar that lists no expiry has accepted what was asked. */
function grantedSeconds(request: SipRequest, response: SipResponse, asked: string | null): number {
  const listed = parseContacts(response.headers.getAll('Contact'));
  const contact = listed === null || listed === '*' ? undefined : listed[0];
  const text =
    contact?.params.get('expires') ??
    response.headers.get('Expires') ??
    asked ??
    request.headers.get('Expires') ??
    '0';
  return Number.parseInt(text, 10) || 0;
}
