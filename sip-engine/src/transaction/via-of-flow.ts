import type { Flow } from '../transport/flow.ts';

const VIA_PROTOCOLS = { udp: 'UDP', tcp: 'TCP', tls: 'TLS', ws: 'WS', wss: 'WSS' } as const;

/**
 * The Via value of a request that leaves by a flow. Over UDP it asks for the answer to come back to our port; on a TLS
 * connection that we opened it lets the peer's requests come by that connection too (RFC 5923 §5.1).
 */
export function viaOf(flow: Flow, branch: string): string {
  const { advertisedHost, advertisedPort } = flow.listener;
  const rport = flow.protocol === 'udp' ? ';rport' : '';
  const alias = flow.protocol === 'tls' && !flow.accepted ? ';alias' : '';
  return `SIP/2.0/${VIA_PROTOCOLS[flow.protocol]} ${advertisedHost}:${advertisedPort};branch=${branch}${rport}${alias}`;
}
