import type { DialogTable } from '../dialog/dialog-table.ts';
import type { RetransmissionTimes } from '../dialog/retransmission.ts';
import type { EngineLog } from '../engine-log.ts';
import type { ProxyPorts } from '../forking-proxy/forking-proxy.ts';
import type { SipRequest } from '../message/message.ts';
import type { CachedDns } from '../resolve/cached-dns.ts';
import { isSecure, type NextHop } from '../sending/next-hop.ts';
import type { OwnNames } from '../sending/own-names.ts';
import type { RoutedRequestPorts } from '../sending/routed-request.ts';
import type { SlotMap } from '../slot-map.ts';
import type { Flow, Listener } from '../transport/flow.ts';
import type { TransportLayer } from '../transport/transport-layer.ts';
import type { Counters } from '../watch/counters.ts';
import type { ConnectedApplications, NativeTakers } from './application.ts';
import type { ApplicationDialog } from './application-dialog.ts';
import type { FlowMemory } from './flow-memory.ts';
import { hostPort, type PreservedNames } from './header-rules.ts';
import type { IncomingTable } from './incoming-table.ts';
import type { AcceptedRequests } from './merged-requests.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import type { RequestRules } from './request-rules.ts';

/** What the engine holds between messages, and the ways out of it. One per engine. */
export interface EngineContext {
  readonly ports: RoutedRequestPorts & { readonly transports: TransportLayer };
  readonly ownNames: OwnNames;
  readonly applications: ConnectedApplications;
  readonly dialogs: DialogTable<ApplicationDialog>;
  readonly incoming: IncomingTable;
  readonly accepted: AcceptedRequests;
  /** Requests of applications without a final response: by transaction id. */
  readonly outgoing: SlotMap<OutgoingRequest>;
  /** Code in this process that takes new requests instead of applications. */
  readonly native: NativeTakers;
  readonly flowMemory: FlowMemory;
  readonly proxy: ProxyPorts;
  readonly dns: CachedDns;
  readonly counters: Counters;
  readonly log: EngineLog;
  readonly times: RetransmissionTimes;
  readonly preservedNames: PreservedNames;
  readonly rules: RequestRules;
  /** Where requests outside a dialog go when nothing else says so, or null. */
  readonly outboundProxy: string | null;
}

/** Where a message came from or went to. */
export interface Endpoint {
  readonly protocol: string;
  readonly address: string;
  readonly port: number;
}

export function peerOf(flow: Flow): Endpoint {
  return { protocol: flow.protocol, address: flow.remoteAddress, port: flow.remotePort };
}

export function localEndOf(flow: Flow): Endpoint {
  return { protocol: flow.protocol, address: flow.localAddress, port: flow.localPort };
}

/**
 * The Contact that reaches us through a listener.
 * @param secure the dialog is one of SIPS URIs, so ours must be one, too (RFC 3261 §8.1.1.8, §12.1.1)
 */
export function contactOf(listener: Listener, secure = false): string {
  return `<${secure ? secureListenerUri(listener) : listenerUri(listener)}>`;
}

export function listenerUri(listener: Listener): string {
  const transport = listener.protocol === 'udp' ? '' : `;transport=${listener.protocol}`;
  return `sip:${hostPort(listener.advertisedHost, listener.advertisedPort)}${transport}`;
}

function secureListenerUri(listener: Listener): string {
  const { protocol, advertisedHost, advertisedPort } = listener;
  if (protocol !== 'tls' && protocol !== 'wss') return listenerUri(listener);
  return `sips:${hostPort(advertisedHost, advertisedPort)}${protocol === 'wss' ? ';transport=ws' : ''}`;
}

/** Whether a request that starts a dialog does so with SIPS URIs (RFC 3261 §12.1.1). */
export function startsSecureDialog({ uri, headers }: SipRequest): boolean {
  return isSecure(uri) || isSecure(headers.get('Record-Route') ?? headers.get('Contact') ?? '');
}

/** The first listener of a transport, or null. */
export function listenerOf(context: EngineContext, protocol: string): Listener | null {
  return context.ports.transports.listeners.find((listener) => listener.protocol === protocol) ?? null;
}

/** Where a dialog's requests go; a Contact that registered over a stream is reached by that stream (flow memory). */
export function hopOf(context: EngineContext, dialog: ApplicationDialog): NextHop | null {
  const hop = dialog.nextHop();
  if (hop?.kind !== 'uri' || dialog.routeSet.length > 0) return hop;
  const flow = context.flowMemory.find(hop.uri);
  return flow === null || flow.closed ? hop : { kind: 'flow', flow };
}
