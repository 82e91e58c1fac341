import type { Log } from '../observability/log.ts';

/**
 * What calls use of drachtio-srf 5.0.29, as it behaves when it runs; its own types are of an older version and leave
 * out or contradict much of this.
 */
export interface SipMessage {
  /** Empty when there is none. */
  readonly body: string;
  get(name: string): string | undefined;
  has(name: string): boolean;
}

export interface IncomingRequest extends SipMessage {
  readonly method: string;
  readonly uri: string;
  readonly protocol: string;
  readonly source_address: string;
  readonly source_port: string | number;
  on(event: 'cancel', listener: (cancel: SipMessage) => void): unknown;
}

/** The other side's response to a request of ours. */
export interface ReceivedResponse extends SipMessage {
  readonly status: number;
  readonly reason: string;
  /** Empty when the engine made the response up, because the request could not be sent or got no response. */
  readonly source_address: string;
}

/** Why the engine made a response up, by its Warning (RFC 3261 §20.43); null for one that somebody sent. */
export function reasonOfEngine(response: ReceivedResponse): string | null {
  if (response.source_address) return null;
  const text = /^399 \S+ "((?:[^"\\]|\\.)*)"$/.exec(response.get('Warning') ?? '')?.[1];
  return text === undefined ? null : text.replace(/\\(.)/g, '$1');
}

interface MessageContent {
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export interface OutgoingResponse {
  readonly finalResponseSent: boolean;
  send(status: number, reason: string, content: MessageContent, sent?: (error: unknown) => void): void;
}

/** An INVITE that we sent. */
export interface SentInvite {
  get(name: string): string | undefined;
  cancel(content: MessageContent, sent: (error: unknown) => void): void;
}

export interface DialogRequest extends MessageContent {
  readonly method: string;
  /** For an INVITE without a body: the caller of `request` acknowledges. */
  readonly noAck?: boolean;
}

/** Acknowledges a 2xx to an INVITE. */
export type Acknowledge = (content: MessageContent) => void;

export interface Dialog {
  readonly sip: { readonly callId: string };
  readonly local: { readonly contact?: string };
  /** `sdp`: the body that came, which may be a multipart. */
  readonly remote: { readonly uri: string; readonly sdp: string };
  /** The 200 of a callee, at least where its body is more than a session description. */
  readonly res?: SipMessage | undefined;
  readonly connected: boolean;
  /** Calls back for every response, provisional ones included; `acknowledge` comes where `noAck` asked for it. */
  request(
    request: DialogRequest,
    responded: (error: unknown, response?: ReceivedResponse, acknowledge?: Acknowledge) => void,
  ): void;
  /** Sends BYE; calls back when it was answered or could not be sent. */
  destroy(content: MessageContent, ended: (error: unknown) => void): void;
  on(event: 'destroy', listener: (bye: SipMessage, reason?: string) => void): unknown;
  on(event: 'ack', listener: (ack: SipMessage) => void): unknown;
  on(event: DialogRequestEvent, listener: (req: IncomingRequest, res: OutgoingResponse) => void): unknown;
}

export type DialogRequestEvent = 'modify' | 'update' | 'info' | 'message' | 'options' | 'refer' | 'notify';

/** The answer to an INVITE without a body: the 200 holds an offer and waits for our ACK. */
export interface UnacknowledgedAnswer {
  readonly sdp: string;
  readonly res: SipMessage;
  ack(localSdp: string): Promise<Dialog>;
  /** Sends ACK and BYE. */
  destroy(): Promise<void>;
}

interface InviteOptions extends MessageContent {
  readonly localSdp?: string | undefined;
  /** Next hop; the Request-URI stays. */
  readonly proxy?: string | undefined;
  readonly noAck?: boolean;
}

export interface SrfPort {
  use(method: string, handler: (req: IncomingRequest, res: OutgoingResponse) => void): unknown;
  createUAS(
    req: IncomingRequest,
    res: OutgoingResponse,
    options: MessageContent & { readonly localSdp: string },
    created: (error: unknown, dialog?: Dialog) => void,
  ): unknown;
  createUAC(
    uri: string,
    options: InviteOptions,
    progress: {
      cbRequest: (error: unknown, invite?: SentInvite) => void;
      cbProvisional: (response: ReceivedResponse) => void;
    },
    created: (error: unknown, answer?: Dialog | UnacknowledgedAnswer) => void,
  ): unknown;
}

/** @throws TypeError when the object is no drachtio-srf of a version with these methods */
export function toSrfPort(srf: object): SrfPort {
  if (!isSrf(srf)) throw new TypeError('calls need drachtio-srf 5');
  return srf;
}

const isSrf = (srf: object): srf is SrfPort =>
  ['use', 'createUAS', 'createUAC'].every((method) => typeof Reflect.get(srf, method) === 'function');

/** Its errors are Error, a text, or SipError: an Error with the status of the final response. */
export function statusOf(error: unknown): { status: number; reason: string } | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : '';
  return { status: error.status, reason };
}

/** The response behind an error of drachtio-srf; null when there is none. */
export function responseOf(error: unknown): ReceivedResponse | null {
  if (!(error instanceof Error) || !('res' in error)) return null;
  const { res } = error;
  return isResponse(res) ? res : null;
}

const isResponse = (value: unknown): value is ReceivedResponse =>
  typeof value === 'object' && value !== null && 'status' in value && 'get' in value;

export const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/**
 * Makes a callback safe to give to drachtio-srf, which closes its connection to the engine, and with it loses every
 * call, when a callback throws.
 */
export function contained<A extends readonly unknown[]>(
  log: Log,
  act: (...args: A) => void,
): (...args: A) => void {
  return (...args) => {
    try {
      act(...args);
    } catch (error) {
      log.error('handling a SIP message failed', { error: asError(error) });
    }
  };
}
