import { EMPTY_BODY, Headers, type SipRequest } from '../message/message.ts';
import { parseNameAddr, splitCommaList } from '../message/name-addr.ts';
import { parseUri } from '../message/uri.ts';
import { type NextHop, nextHopOf, securedFor } from '../sending/next-hop.ts';
import type { Flow } from '../transport/flow.ts';

export type DialogState = 'early' | 'confirmed' | 'ended';

export interface DialogSeed {
  readonly role: 'uas' | 'uac';
  readonly method: 'INVITE' | 'SUBSCRIBE';
  readonly callId: string;
  readonly localTag: string;
  /** Undefined until the peer has given one. */
  readonly remoteTag: string | undefined;
  /** The From or To value of our side, with tag. */
  readonly localAddress: string;
  /** The From or To value of the peer, with tag when it has one. */
  readonly remoteAddress: string;
  readonly localCSeq: number;
  readonly remoteCSeq: number | null;
  readonly remoteTarget: string | null;
  readonly routeSet: readonly string[];
  /** Our Contact value. */
  readonly contact: string | null;
}

/** What differs between the early dialogs of one forked INVITE (RFC 3261 §12.1.2): all that the peer has said. */
interface Peer {
  readonly remoteTag: string | undefined;
  readonly remoteAddress: string;
  readonly remoteCSeq: number | null;
  readonly remoteTarget: string | null;
  readonly routeSet: readonly string[];
  readonly peerFlow: Flow | null;
}

/** A dialog as RFC 3261 §12 defines it: who talks to whom, by which route, and which CSeq is next. */
export class Dialog {
  /** `<Call-ID>;from-tag=<tag of the side that sent the INVITE>`, known to applications. */
  readonly id: string;
  readonly role: 'uas' | 'uac';
  readonly method: 'INVITE' | 'SUBSCRIBE';
  readonly callId: string;
  readonly localTag: string;
  readonly localAddress: string;
  remoteTag: string | undefined;
  remoteAddress: string;
  localCSeq: number;
  remoteCSeq: number | null;
  /** The URI of the peer's Contact, or null when it gave none. */
  remoteTarget: string | null;
  /** Route values, the first hop first. */
  routeSet: readonly string[];
  contact: string | null;
  /** Our last SDP, for a session refresh. */
  localSdp: Buffer = EMPTY_BODY;
  state: DialogState = 'early';
  /** Where the peer's messages come from, when requests must go there instead of to its Contact (NAT, streams). */
  peerFlow: Flow | null = null;
  #peers: Map<string, Peer> | null = null;

  constructor(seed: DialogSeed) {
    this.role = seed.role;
    this.method = seed.method;
    this.callId = seed.callId;
    this.localTag = seed.localTag;
    this.remoteTag = seed.remoteTag;
    this.localAddress = seed.localAddress;
    this.remoteAddress = seed.remoteAddress;
    this.localCSeq = seed.localCSeq;
    this.remoteCSeq = seed.remoteCSeq;
    this.remoteTarget = seed.remoteTarget;
    this.routeSet = seed.routeSet;
    this.contact = seed.contact;
    this.id = dialogId(seed.callId, seed.role === 'uac' ? seed.localTag : (seed.remoteTag ?? ''));
  }

  /**
   * Speaks with another of the telephones that a forked INVITE reached, while the dialog is early. What the one before
   * has said is kept for when its turn comes again.
   */
  turnTo(remoteTag: string): void {
    if (this.remoteTag === remoteTag) return;
    const { remoteAddress, remoteCSeq, remoteTarget, routeSet, peerFlow } = this;
    if (this.remoteTag !== undefined) {
      this.#peers ??= new Map();
      this.#peers.set(this.remoteTag, {
        remoteTag: this.remoteTag,
        remoteAddress,
        remoteCSeq,
        remoteTarget,
        routeSet,
        peerFlow,
      });
    }
    const peer = this.#peers?.get(remoteTag);
    if (peer !== undefined) Object.assign(this, peer);
    else {
      this.remoteTag = remoteTag;
      this.remoteCSeq = null;
    }
  }

  /** The dialog is confirmed with the present peer; the others are no longer ours to speak with. */
  forgetOtherPeers(): void {
    this.#peers = null;
  }

  nextCSeq(): number {
    this.localCSeq += 1;
    return this.localCSeq;
  }

  /**
   * A request inside this dialog without Via and Max-Forwards checks left to do (RFC 3261 §12.2.1.1). A first route
   * without `lr` is a strict router: it becomes the Request-URI and the remote target ends the route.
   */
  request(method: string, cseq: number, requestUri?: string): SipRequest {
    const target = requestUri ?? this.remoteTarget ?? addressUri(this.remoteAddress);
    const headers = new Headers();
    const first = this.routeSet[0];
    const strict = first !== undefined && !isLooseRoute(first);
    const routes = strict ? [...this.routeSet.slice(1), `<${target}>`] : this.routeSet;
    for (const route of routes) headers.append('Route', route);
    headers.append('Max-Forwards', '70');
    headers.append('From', this.localAddress);
    headers.append('To', this.remoteAddress);
    headers.append('Call-ID', this.callId);
    headers.append('CSeq', `${cseq} ${method}`);
    return {
      kind: 'request',
      method,
      uri: strict ? addressUri(first) : target,
      headers,
      body: EMPTY_BODY,
    };
  }

  /** Where requests of this dialog go first, or null when the peer said nowhere. */
  nextHop(): NextHop | null {
    if (this.peerFlow !== null && !(this.peerFlow.reliable && this.peerFlow.closed)) {
      return { kind: 'flow', flow: this.peerFlow };
    }
    const first = this.routeSet[0];
    if (first !== undefined) return securedFor(this.remoteTarget ?? '', nextHopOf(first));
    return this.remoteTarget === null ? null : nextHopOf(this.remoteTarget);
  }
}

export function dialogId(callId: string, fromTag: string): string {
  return `${callId};from-tag=${fromTag}`;
}

/** Whether a Route value is that of a loose router (RFC 3261 §16.12). */
export function isLooseRoute(route: string): boolean {
  if (route.endsWith(';lr>')) return true;
  return parseUri(addressUri(route))?.params.has('lr') ?? false;
}

/** The URI of a name-addr or the text itself. */
export function addressUri(value: string): string {
  return parseNameAddr(value)?.uri ?? value;
}

/** Each Record-Route value of a message, in order. */
export function recordRoutes(headers: Headers): string[] {
  return routeValues(headers, 'Record-Route');
}

/** Each value of a header that lists routes, in order. */
export function routeValues(headers: Headers, name: 'Route' | 'Record-Route'): string[] {
  const lines = headers.getAll(name);
  const [only] = lines;
  if (only === undefined) return lines;
  return lines.length === 1 ? splitCommaList(only) : lines.flatMap((line) => splitCommaList(line));
}

/** The URI of the first Contact, or null. */
export function contactUri(headers: Headers): string | null {
  const first = headers.get('Contact');
  if (first === undefined) return null;
  const [value = ''] = first.includes(',') ? splitCommaList(first) : [first];
  return parseNameAddr(value)?.uri ?? null;
}
