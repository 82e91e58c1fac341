import type { EngineLog } from '../engine-log.ts';
import type { SipMessage } from '../message/message.ts';
import type { AdvertisedOptions } from './bound-address.ts';
import type { Flow, Protocol } from './flow.ts';
import type { ConnectionLimit, ConnectionRefusal } from './refusals.ts';
import type { TlsSettings } from './tls-credentials.ts';
import type { AllowedOrigins } from './websocket-upgrades.ts';

/** What the layer tells the layer above. */
export interface TransportHandlers {
  /** A valid message; of a request the top Via carries `received` and `rport` already. */
  onMessage(message: SipMessage, flow: Flow, bytes: Buffer): void;
  /** Octets that were refused; `callId` is empty when none could be read. */
  onRefused?(bytes: Buffer, flow: Flow, callId: string): void;
  /** A message goes out, see {@link Flow.send}. */
  onSent?(bytes: Buffer, flow: Flow, method: string | undefined): void;
  /** A connection ended, whoever ended it. Not for UDP. */
  onFlowClosed(flow: Flow, reason: string): void;
  /**
   * A datagram could not be sent.
   * @param only it is due to this datagram, others may pass; null: to the way to that peer
   */
  onSendError(flow: Flow, error: Error, only: Buffer | null): void;
}

export interface TransportOptions {
  readonly handlers: TransportHandlers;
  readonly log: EngineLog;
  /** How long a TCP connect and a TLS handshake of ours may take, in ms. */
  readonly connectTimeoutMs?: number;
  /** TLS and WebSocket handshakes of others must be done this long after their connect, in ms. */
  readonly handshakeTimeoutMs?: number;
  /** A connection that never carried a whole message is closed after this, in ms. */
  readonly firstMessageTimeoutMs?: number;
  /** A silent TCP connection is closed after this, in ms. */
  readonly idleTimeoutMs?: number;
  /** A message that stopped half way is answered 400 and its connection closed after this, in ms. */
  readonly stalledMessageTimeoutMs?: number;
  /** A message must have come whole this long after its first octet, in ms; else as above. */
  readonly wholeMessageTimeoutMs?: number;
  /** Accepted connections from one remote address. */
  readonly maxConnectionsPerAddress?: number | undefined;
  /** Addresses and networks to which that limit does not apply. */
  readonly uncappedAddresses?: readonly string[] | undefined;
  /** Accepted and opened connections. */
  readonly maxConnections?: number;
  /** Requests that are larger go by TCP where UDP was meant; default: as RFC 3261 §18.1.1 says. */
  readonly maxUdpRequestBytes?: number | undefined;
}

export interface ListenOptions extends AdvertisedOptions {
  /** A numeric address; `0.0.0.0` or `::` for all of one family. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** For `tls` and `wss`, which must have it. */
  readonly tls?: TlsSettings | undefined;
  /** For `ws` and `wss`: which web pages may connect; default `same-host`. */
  readonly allowedOrigins?: AllowedOrigins | undefined;
}

/** SIP over WebSocket that comes through an HTTP server of the application. */
export interface WebEntranceOptions {
  readonly advertisedHost: string;
  readonly advertisedPort: number;
  readonly secure: boolean;
  /** Default: `same-host`. */
  readonly allowedOrigins?: AllowedOrigins | undefined;
}

/** Totals since the start. */
export interface TransportCounters {
  readonly parseFailures: number;
  readonly refusedConnections: readonly (readonly [ConnectionRefusal, number])[];
  /** Connections that were ended for a limit. */
  readonly closedConnections: readonly (readonly [ConnectionLimit, number])[];
  /** Connections that have not finished TLS and WebSocket handshakes, now. */
  readonly handshaking: number;
  /** Requests too large for UDP: by which way they went. */
  readonly largeRequests: { readonly tcp: number; readonly udp: number };
  readonly sendErrors: number;
  /** Messages whose handling threw: a defect of the layers above. */
  readonly handlerErrors: number;
  readonly stunAnswered: number;
  /** STUN that is no Binding request, or malformed. */
  readonly stunIgnored: number;
  /** Open connections, and for UDP remembered remotes, now. */
  readonly flows: Readonly<Record<Protocol, number>>;
}
