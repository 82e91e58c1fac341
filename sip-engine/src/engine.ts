import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { DialogTable } from './dialog/dialog-table.ts';
import { refuseForgotten } from './drachtio/application-gone.ts';
import { ApplicationTable } from './drachtio/application-table.ts';
import { type AdminOptions, Applications } from './drachtio/applications.ts';
import type { DrachtioContext } from './drachtio/drachtio-context.ts';
import { tellFlowClosed } from './drachtio/flow-closed.ts';
import { HandlerRouting } from './drachtio/handler-routing.ts';
import type { RequestHandler } from './drachtio/request-handler.ts';
import { engineGauges } from './engine-gauges.ts';
import type { EngineLog } from './engine-log.ts';
import { NativeCalls } from './native/native-calls.ts';
import { proxyNatively } from './native/native-proxy.ts';
import { type FirstLook, type NativeHandler, NativeRequests } from './native/native-requests.ts';
import { Admission } from './overload/admission.ts';
import { Backlog } from './overload/backlog.ts';
import { CachedDns } from './resolve/cached-dns.ts';
import { DeadTargets } from './resolve/dead-targets.ts';
import { createResolver } from './resolve/resolver.ts';
import { systemDns } from './resolve/system-dns.ts';
import { OwnNames } from './sending/own-names.ts';
import { NEXT_TARGET_AFTER_MS } from './sending/routed-request.ts';
import { SlotMap } from './slot-map.ts';
import { timeoutMs } from './transaction/timers.ts';
import { TransactionLayer } from './transaction/transaction-layer.ts';
import type { Flow, Listener, Protocol } from './transport/flow.ts';
import type { TlsSettings } from './transport/tls-credentials.ts';
import { TransportLayer } from './transport/transport-layer.ts';
import type { ListenOptions } from './transport/transport-options.ts';
import { FlowMemory } from './ua/flow-memory.ts';
import { IncomingMessages } from './ua/incoming.ts';
import { IncomingTable } from './ua/incoming-table.ts';
import { AcceptedRequests } from './ua/merged-requests.ts';
import { proxyPorts } from './ua/proxy-ports.ts';
import type { RequestRules } from './ua/request-rules.ts';
import { Counters, type Metric } from './watch/counters.ts';
import type { HepOptions } from './watch/hep-sender.ts';
import type { MessageRingOptions, TracedMessage } from './watch/message-ring.ts';
import type { RegistrationRecording, RegistrationTrace } from './watch/registration-trace.ts';
import { Watch } from './watch/watch.ts';

export interface ContactOptions extends ListenOptions {
  readonly protocol: Protocol;
}

export interface EngineOptions {
  readonly contacts: readonly ContactOptions[];
  /** SIP over WebSocket, plain and secure, whose connections come through `handleUpgrade`; none by default. */
  readonly webSocket?: WebSocketOptions | undefined;
  /** The TCP port for applications in other processes; none by default. */
  readonly admin?: AdminOptions | undefined;
  /** Where new requests go instead of to connected applications, by method; none by default. */
  readonly requestHandlers?: readonly RequestHandler[] | undefined;
  /** RFC 3261 §17.1.1.1, in ms; default 500, 4000, 5000. */
  readonly timers?: { readonly t1Ms?: number; readonly t2Ms?: number; readonly t4Ms?: number } | undefined;
  /** How many connections peers may have. */
  readonly connections?: ConnectionOptions | undefined;
  /**
   * Of a name with several addresses the next is tried when one has said nothing for so long, in ms, at least 1;
   * default 3000. Applications that try gateways themselves name one address at a time, and wait as they like.
   */
  readonly nextTargetAfterMs?: number | undefined;
  /**
   * Requests that are larger go by TCP where UDP was meant, if the peer takes a connection. Default: 1300 octets, and
   * to this machine what the loopback takes (RFC 3261 §18.1.1).
   */
  readonly maxUdpRequestBytes?: number | undefined;
  /** Further names of ours in Route headers, such as DNS names. */
  readonly names?: readonly string[] | undefined;
  /** Where requests of applications go when nothing else says so: a SIP URI. */
  readonly outboundProxy?: string | undefined;
  /** What is done with new requests before an application sees them; nothing by default. */
  readonly rules?: RequestRules | undefined;
  /** Name servers, as `address` or `address:port`; those of the system by default. */
  readonly dnsServers?: readonly string[] | undefined;
  /** Header names of applications that are written as they spelled them. */
  readonly preservedHeaderNames?: readonly string[] | undefined;
  /** The last messages of each call, for `Engine.trace`. */
  readonly trace?: MessageRingOptions | undefined;
  /** A capture server (Homer) that gets a copy of every message; none by default. */
  readonly hep?: HepOptions | undefined;
  readonly log?: EngineLog | undefined;
}

export interface ConnectionOptions {
  /** Accepted connections from one remote address, of IPv6 from one /64, at least 1; default 1000. */
  readonly maxConnectionsPerAddress?: number | undefined;
  /**
   * Addresses and networks (`10.0.0.5`, `10.0.0.0/8`) that may have any number, up to what all may have together: those
   * of reverse proxies, behind which many peers have one address. None by default.
   */
  readonly uncappedAddresses?: readonly string[] | undefined;
}

export interface WebSocketOptions {
  readonly advertisedHost: string;
  readonly advertisedPort: number;
  /** What most connections are. */
  readonly secure: boolean;
  /** Which web pages may connect: `*` any, `same-host` (default) those of the host they connect to, else an origin. */
  readonly allowedOrigins?: readonly string[] | undefined;
}

/** A connection that ended: bindings registered over it are dead. */
export interface ClosedFlow {
  readonly protocol: Protocol;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly reason: string;
}

export interface Engine {
  /** What is bound, with actual ports. */
  readonly listeners: readonly Listener[];
  /** The bound admin port, or null. */
  readonly adminPort: number | null;
  /** The bound admin port with TLS, or null. */
  readonly adminTlsPort: number | null;
  /**
   * A server for `srf.listen({ server, secret })` in this process. It opens no port.
   * @param receives whether its application takes part in requests of every method (default), or only sends
   */
  applicationServer(options?: { readonly receives?: boolean }): Server;
  /**
   * Gives requests of a method outside dialogs to a handler in this process, at a fraction of the cost of the
   * drachtio protocol. `request` and `response` have the shape of drachtio-srf's.
   */
  use(method: string, handler: NativeHandler): void;
  /** As `use`, for requests of a method that no drachtio application routes: they would get 405. */
  useUnrouted(method: string, handler: NativeHandler): void;
  /** Calls in this process, in the shape of drachtio-srf, at a fraction of the cost of the drachtio protocol. */
  readonly calls: NativeCalls;
  /** Shows requests of a method outside dialogs to `look` first; those that it does not answer go on as usual. */
  lookAt(method: string, look: FirstLook): void;
  /**
   * Takes over an HTTP upgrade to SIP over WebSocket (RFC 7118), or answers why not: sub-protocol, Origin, limits. The
   * caller has checked the path.
   */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, options: { secure: boolean }): void;
  /** Tells of each TCP or WebSocket connection that ended. */
  onFlowClosed(listener: (flow: ClosedFlow) => void): void;
  /** Reads the TLS files again, without waiting for their change to be noticed. Connections stay. False: some failed. */
  reloadCertificates(): boolean;
  metrics(): Metric[];
  /**
   * The last messages with this Call-ID, in the order they passed, without secrets. Empty when none is held: memory
   * is bounded, and the calls that have been silent for longest go first.
   */
  trace(callId: string): readonly TracedMessage[];
  /** Registrations of users whom somebody asks about. */
  readonly registrations: RegistrationTrace;
  /** Closes every socket without signalling calls; resolves when the ports are free. */
  close(): Promise<void>;
}

export type {
  EngineLog,
  Listener,
  Metric,
  Protocol,
  RegistrationRecording,
  RegistrationTrace,
  TlsSettings,
  TracedMessage,
};

type FlowClosedListener = (flow: Flow, reason: string) => void;

const sweepEveryMs = 5_000;
const ignore = (): void => {};
const silentLog: EngineLog = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Starts an engine: its sockets are bound when this resolves. Rejects when one cannot be. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const log = options.log ?? silentLog;
  const flowClosedListeners: FlowClosedListener[] = [];
  const watch = new Watch(options, log);
  const backlog = new Backlog();
  const transports: TransportLayer = new TransportLayer({
    log,
    maxUdpRequestBytes: options.maxUdpRequestBytes,
    ...options.connections,
    handlers: {
      onMessage: (message, flow, bytes) => {
        if (!flow.reliable) backlog.datagram();
        counters.messagesIn.add(flow.protocol);
        const method = message.kind === 'request' ? message.method : undefined;
        watch.received(bytes, flow, message.headers.get('Call-ID') ?? '', method);
        if (message.kind === 'response') counters.responsesIn.add(Counters.responseClass(message.status));
        transactions.receive(message, flow);
      },
      onRefused: (bytes, flow, callId) => {
        counters.messagesIn.add(flow.protocol);
        watch.received(bytes, flow, callId, undefined);
      },
      onSent: (bytes, flow, method) => {
        counters.messagesOut.add(flow.protocol);
        counters.sent(bytes, method);
        watch.sent(bytes, flow, method);
      },
      onFlowClosed: (flow, reason) => {
        transactions.flowClosed(flow, reason);
        for (const listener of flowClosedListeners) listener(flow, reason);
      },
      onSendError: (flow, error, only) => transactions.sendFailed(flow, error, only),
    },
  });
  const counters = new Counters();
  const dns = new CachedDns(systemDns(options.dnsServers ?? []));
  const times = { t1Ms: options.timers?.t1Ms ?? 500, t2Ms: options.timers?.t2Ms ?? 4000 };
  const user: { current: IncomingMessages | null } = { current: null };
  const incoming = new IncomingTable();
  const admission = new Admission({ log, backlog, waiting: () => incoming.size });
  const transactions: TransactionLayer = new TransactionLayer({
    transports,
    log,
    gate: admission,
    ...(options.timers === undefined ? {} : { times: options.timers }),
    user: {
      onRequest: (transaction) => user.current?.onRequest(transaction),
      onAck: (ack, flow) => user.current?.onAck(ack, flow),
      onCancel: (invite, cancel) => user.current?.onCancel(invite, cancel),
      onUnwantedResponse: (...response) => user.current?.onUnwantedResponse(...response),
    },
  });
  await bind(transports, options);
  const native = new NativeRequests({
    log,
    forward: (...request) => proxyNatively(context, ...request),
  });
  const parts: Omit<DrachtioContext, 'proxy'> = {
    ports: {
      transports,
      transactions,
      resolver: createResolver({
        dns,
        usable: (protocol, address) => canReach(transports, protocol, address),
      }),
      deadTargets: new DeadTargets(),
      nextTargetAfterMs: options.nextTargetAfterMs ?? NEXT_TARGET_AFTER_MS,
    },
    ownNames: new OwnNames(transports.listeners, options.names),
    applications: new ApplicationTable(),
    dialogs: new DialogTable(),
    incoming,
    accepted: new AcceptedRequests(timeoutMs(times)),
    outgoing: new SlotMap(),
    native,
    flowMemory: new FlowMemory(),
    dns,
    counters,
    log,
    times,
    preservedNames: new Set(options.preservedHeaderNames),
    rules: options.rules ?? {},
    outboundProxy: options.outboundProxy ?? null,
  };
  const context: DrachtioContext = { ...parts, proxy: proxyPorts(parts) };
  const applications = new Applications(context, options.admin);
  const handlers = new HandlerRouting(context, options.requestHandlers ?? [], (address) =>
    applications.dial(address),
  );
  user.current = new IncomingMessages(context, handlers);
  return running(context, { applications, handlers, native, flowClosedListeners, watch, admission });
}

async function bind(transports: TransportLayer, options: EngineOptions): Promise<void> {
  try {
    for (const { protocol, ...contact } of options.contacts) {
      await transports.listen(protocol, contact);
    }
  } catch (error) {
    await transports.close();
    throw error;
  }
  const { webSocket } = options;
  if (webSocket === undefined) return;
  // Behind a reverse proxy that ends TLS one entrance serves both kinds.
  transports.addWebEntrance(webSocket);
  transports.addWebEntrance({ ...webSocket, secure: !webSocket.secure });
}

function canReach(transports: TransportLayer, protocol: Protocol, address: string): boolean {
  const ipv6 = address.includes(':');
  return transports.listeners.some(
    (listener) => listener.protocol === protocol && listener.address.includes(':') === ipv6,
  );
}

function closedFlow(flow: Flow, reason: string): ClosedFlow {
  const { protocol, remoteAddress, remotePort } = flow;
  return { protocol, remoteAddress, remotePort, reason };
}

interface EngineParts {
  readonly applications: Applications;
  readonly handlers: HandlerRouting;
  readonly native: NativeRequests;
  readonly flowClosedListeners: FlowClosedListener[];
  readonly watch: Watch;
  readonly admission: Admission;
}

async function running(
  context: DrachtioContext,
  { applications, handlers, native, flowClosedListeners, watch, admission }: EngineParts,
): Promise<Engine> {
  const { transports, transactions } = context.ports;
  await applications.open().catch(async (error: unknown) => {
    await transports.close();
    throw error;
  });
  flowClosedListeners.push((flow, reason) => tellFlowClosed(context, flow, reason));
  const sweeper = setInterval(() => {
    refuseForgotten(context, Date.now());
    context.flowMemory.sweep();
  }, sweepEveryMs);
  sweeper.unref();
  return {
    listeners: transports.listeners,
    adminPort: applications.adminPort,
    adminTlsPort: applications.adminTlsPort,
    applicationServer: ({ receives = true } = {}) => applications.inMemory(receives),
    calls: new NativeCalls(context, native),
    use: (method, handler) => native.use(method, handler),
    useUnrouted: (method, handler) => native.useUnrouted(method, handler),
    lookAt: (method, look) => native.lookAt(method, look),
    handleUpgrade: (request, _socket, head, { secure }) => transports.upgrade(request, head, secure),
    reloadCertificates: () => {
      const [sip, admin] = [transports.reloadCertificates(), applications.reloadCertificates()];
      return sip && admin;
    },
    onFlowClosed: (listener) =>
      flowClosedListeners.push((flow, reason) => listener(closedFlow(flow, reason))),
    metrics: () => [
      ...context.counters.metrics(),
      ...engineGauges(context, handlers.pending),
      ...watch.metrics(),
      ...admission.metrics(),
    ],
    trace: (callId) => watch.trace(callId),
    registrations: watch.registrations,
    close: async () => {
      clearInterval(sweeper);
      admission.close();
      stopTimers(context);
      await applications.close();
      transactions.close();
      await transports.close();
      watch.close();
    },
  };
}

function stopTimers(context: DrachtioContext): void {
  for (const dialog of context.dialogs.values()) dialog.sessionTimer?.stop();
}
