/** What carries SIP between two addresses. */
export type Protocol = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';

/** An address and port that we receive on. */
export interface Listener {
  readonly protocol: Protocol;
  /** As bound; for WebSockets the address of the HTTP server is not known here and the advertised host stands. */
  readonly address: string;
  readonly port: number;
  /** What Via and Contact say; an IPv6 address has brackets. */
  readonly advertisedHost: string;
  readonly advertisedPort: number;
}

/** One connection, or for UDP one remote address and port as seen by one listener. */
export interface Flow {
  /** Unique in the process. */
  readonly id: number;
  readonly protocol: Protocol;
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly listener: Listener;
  /** Retransmission is the transport's work (RFC 3261 §17): everything but UDP. */
  readonly reliable: boolean;
  /** Whether the remote side opened the connection; false for UDP. */
  readonly accepted: boolean;
  readonly closed: boolean;
  /** It did not end as agreed but was reset or cut off, so that what was sent last may not have arrived; false for UDP. */
  readonly broken: boolean;
  /**
   * What the other side's valid TLS certificate names: domains and addresses, lower case (RFC 5922). Empty without TLS,
   * without a certificate, and when it is not valid.
   */
  readonly verifiedNames: readonly string[];
  /**
   * Queues the bytes. Never throws: failures arrive as `onSendError` or `onFlowClosed`.
   * @param method of the request, or of the request that is answered, if the sender knows it: who watches would else
   *   look for it in the bytes
   */
  send(bytes: Buffer, method?: string): void;
  /** Closes a connection; nothing happens on UDP. */
  close(reason: string): void;
}

/** Where to send, after resolution. */
export interface Target {
  readonly protocol: Protocol;
  /** A numeric address, IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
  /** The domain that was resolved to this address: what a TLS certificate must name (RFC 5922 §7.3). */
  readonly serverName?: string | undefined;
}

/** The verified names of most flows. */
export const NO_NAMES: readonly string[] = [];

/** `address:port` for a map of flows. */
export function endpointKey(address: string, port: number): string {
  return `${address}|${port}`;
}

/** An address as the host part of a URI or Via: IPv6 in brackets. */
export function hostOf(address: string): string {
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
}

/** The numeric address in a host part: no brackets. */
export function addressOf(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

/** An address without the IPv6 mapping that sockets of both families put before IPv4. */
export function numericAddress(address: string): string {
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice('::ffff:'.length) : address;
}

/** The one short form of an IPv6 address without brackets, which may be written in many (RFC 5952); others as they are. */
export function canonicalAddress(address: string): string {
  if (!address.includes(':')) return address;
  try {
    // URL knows it.
    return new URL(`http://[${address}]`).hostname.slice(1, -1);
  } catch {
    return address;
  }
}

let lastFlowId = 0;

/** The next flow id of this process. */
export function nextFlowId(): number {
  lastFlowId += 1;
  return lastFlowId;
}
