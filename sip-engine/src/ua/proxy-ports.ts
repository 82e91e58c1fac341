import type { ProxyPorts } from '../forking-proxy/forking-proxy.ts';
import { LoopDetection } from '../forking-proxy/loop-detection.ts';
import { FlowTokens } from '../forking-proxy/record-route.ts';
import { parseUri } from '../message/uri.ts';
import { type NextHop, nextHopOf, protocolOf, wantsUnknownTransport } from '../sending/next-hop.ts';
import type { EngineContext } from './context.ts';

/** What an engine has, as its proxies see it. */
export function proxyPorts(context: Omit<EngineContext, 'proxy'>): ProxyPorts {
  return {
    ...context.ports,
    ownNames: context.ownNames,
    tokens: new FlowTokens(),
    loops: new LoopDetection(),
    hopOf: (uri) => hopOf(context, uri),
    onLate: (wait) => context.counters.targetsLate.add(wait),
  };
}

/** A registered Contact is reached by its connection; null when we have no transport that a URI asks for. */
function hopOf(context: Omit<EngineContext, 'proxy'>, destination: string): NextHop | null {
  const uri = parseUri(destination);
  if (uri === null || wantsUnknownTransport(uri)) return null;
  const protocol = protocolOf(uri);
  const { listeners } = context.ports.transports;
  if (protocol !== null && !listeners.some((listener) => listener.protocol === protocol)) return null;
  const flow = context.flowMemory.find(uri);
  if (flow !== null) return { kind: 'flow', flow };
  if (uri.scheme === 'tel') return nextHopOf(context.outboundProxy ?? '');
  return uri.scheme === 'sip' || uri.scheme === 'sips' ? { kind: 'uri', uri } : null;
}
