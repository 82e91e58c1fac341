import { isIP } from 'node:net';
import { parseNameAddr } from '../message/name-addr.ts';
import { parseUri, type SipUri } from '../message/uri.ts';
import type { DeadTargets } from '../resolve/dead-targets.ts';
import type { Resolver } from '../resolve/resolver.ts';
import { addressOf, type Flow, type Protocol, type Target } from '../transport/flow.ts';
import type { TransportLayer } from '../transport/transport-layer.ts';

/** Where a request goes: a connection that exists, a known address, or a URI to resolve (RFC 3263). */
export type NextHop =
  | { readonly kind: 'flow'; readonly flow: Flow }
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'uri'; readonly uri: SipUri };

/** The next hop that a Route value or a URI names, or null when it is no SIP URI or wants a transport that we do not know. */
export function nextHopOf(text: string): NextHop | null {
  const uri = parseUri(text.includes('<') ? (parseNameAddr(text)?.uri ?? '') : text);
  if (uri === null || (uri.scheme !== 'sip' && uri.scheme !== 'sips')) return null;
  return wantsUnknownTransport(uri) ? null : { kind: 'uri', uri };
}

/**
 * The next hop of a request with this Request-URI: a SIPS URI is reached by TLS, whatever a route on the way there says
 * (RFC 3261 §8.1.2, §16.6 item 7).
 */
export function securedFor(requestUri: string, hop: NextHop | null): NextHop | null {
  if (hop?.kind !== 'uri' || hop.uri.scheme !== 'sip' || !isSecure(requestUri)) return hop;
  return { kind: 'uri', uri: { ...hop.uri, scheme: 'sips' } };
}

/** Whether a URI, or the URI in a Route value, is a SIPS URI. */
export function isSecure(text: string): boolean {
  return /^(?:[^<]*<)?sips:/i.test(text);
}

const KNOWN_TRANSPORTS: ReadonlySet<string> = new Set(['udp', 'tcp', 'tls', 'ws', 'wss']);

/** Whether a URI asks for a transport that there is none of here, such as SCTP (RFC 3263 §4.1). */
export function wantsUnknownTransport({ params }: SipUri): boolean {
  const transport = params.get('transport');
  return typeof transport === 'string' && !KNOWN_TRANSPORTS.has(transport.toLowerCase());
}

/** The transport that a URI asks for, or null when it leaves the choice to us. */
export function protocolOf(uri: SipUri): Protocol | null {
  const transport = uri.params.get('transport')?.toLowerCase();
  if (uri.scheme === 'sips') return transport === 'ws' || transport === 'wss' ? 'wss' : 'tls';
  switch (transport) {
    case 'udp':
    case 'tcp':
    case 'tls':
    case 'ws':
    case 'wss':
      return transport;
    default:
      return null;
  }
}

/** Why a request could not be sent, as the status that a caller is told. */
export class UnreachableError extends Error {
  /** 410 the flow is gone, 503 nobody can be reached there. */
  readonly status: 410 | 503;

  constructor(status: 410 | 503, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Reach {
  readonly transports: Pick<TransportLayer, 'existingFlow' | 'flowTo' | 'listeners' | 'largeRequests'>;
  readonly resolver: Resolver;
  readonly deadTargets: DeadTargets;
}

/**
 * The target of a URI that needs no resolving: a numeric `maddr` or, without one, a numeric host (RFC 3263 §4). UDP when
 * the URI leaves the choice.
 */
export function numericTarget(uri: SipUri): Target | null {
  const address = addressOf(uri.params.get('maddr') ?? uri.host);
  if (isIP(address) === 0) return null;
  const protocol = protocolOf(uri) ?? 'udp';
  return { protocol, address, port: uri.port ?? defaultPorts[protocol] };
}

const defaultPorts: Readonly<Record<Protocol, number>> = {
  udp: 5060,
  tcp: 5060,
  tls: 5061,
  ws: 80,
  wss: 443,
};

/** A flow to the next hop that exists already, found without waiting; null when there is none. */
export function flowAtHand(reach: Reach, hop: NextHop): Flow | null {
  if (hop.kind === 'flow') return hop.flow.closed ? null : hop.flow;
  const target = hop.kind === 'target' ? hop.target : numericTarget(hop.uri);
  return target === null ? null : reach.transports.existingFlow(target);
}

/** The targets of a next hop in the order to try them. Rejects with {@link UnreachableError}. */
export async function targetsOf(reach: Reach, hop: NextHop): Promise<readonly Target[]> {
  if (hop.kind === 'target') return [hop.target];
  if (hop.kind === 'flow') throw new UnreachableError(410, 'the flow is closed');
  const numeric = numericTarget(hop.uri);
  const canUse = (protocol: Protocol): boolean =>
    reach.transports.listeners.some((listener) => listener.protocol === protocol);
  if (numeric !== null) {
    const onlyTcp = protocolOf(hop.uri) === null && !canUse('udp') && canUse('tcp');
    return [onlyTcp ? { ...numeric, protocol: 'tcp' } : numeric];
  }
  try {
    const targets = await reach.resolver.resolve(hop.uri);
    if (targets.length > 0) {
      return reach.deadTargets.liveFirst(targets).map((target) => named(target, hop.uri));
    }
  } catch (error) {
    throw asUnreachable(error);
  }
  throw new UnreachableError(503, `no address for ${hop.uri.host}`);
}

/** Over TLS the certificate must name the domain that the URI names, whatever DNS made of it (RFC 5922 §7.3). */
function named(target: Target, uri: SipUri): Target {
  return target.protocol === 'tls' ? { ...target, serverName: uri.host.toLowerCase() } : target;
}

/**
 * The flow to a target, connecting when that is possible. Rejects with {@link UnreachableError}.
 * @param timeoutMs how long connecting may take; the transport's own limit when absent
 */
export async function openFlow(reach: Reach, target: Target, timeoutMs?: number): Promise<Flow> {
  try {
    return await reach.transports.flowTo(target, timeoutMs);
  } catch (error) {
    const gone = target.protocol === 'ws' || target.protocol === 'wss';
    throw gone ? new UnreachableError(410, asUnreachable(error).message) : asUnreachable(error);
  }
}

/** The flow to the first target of a next hop that takes one. Rejects with {@link UnreachableError}. */
export async function firstFlow(reach: Reach, hop: NextHop): Promise<Flow> {
  let failure = new UnreachableError(503, 'no address');
  for (const target of await targetsOf(reach, hop)) {
    try {
      return await openFlow(reach, target);
    } catch (error) {
      failure = asUnreachable(error);
    }
  }
  throw failure;
}

export function asUnreachable(error: unknown): UnreachableError {
  if (error instanceof UnreachableError) return error;
  return new UnreachableError(503, error instanceof Error ? error.message : String(error));
}
