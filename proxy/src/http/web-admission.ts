import type { Socket } from 'node:net';
import { Admission } from '@tandem/sip-engine/admission';
import { type ConnectionRefusal, RefusalCounts } from '@tandem/sip-engine/refusals';
import type { Log } from '../observability/log.ts';
import type { MetricFamily } from '../observability/metrics.ts';

export interface WebAdmissionOptions {
  /** Connections for pages, API and WebSockets, HTTP and HTTPS together. */
  readonly maxConnections: number;
  /** Of them from one address, of IPv6 from one /64. */
  readonly maxPerAddress: number;
  /** Addresses and networks without that limit. */
  readonly uncappedAddresses: readonly string[];
  readonly log: Log;
}

/** Who may connect to the web servers, by how many connections an address has. */
export interface WebAdmission {
  /** Counts a connection until it closes. False: it is one too many, which is counted and logged. */
  admit(socket: Socket): boolean;
  metrics(): readonly MetricFamily[];
}

export function createWebAdmission({ log, ...limits }: WebAdmissionOptions): WebAdmission {
  const refusals = new RefusalCounts<ConnectionRefusal>(log, 'web connection refused');
  const admission = new Admission(limits, refusals);
  return {
    admit: (socket) => admission.admit(socket) === null,
    metrics: () => [
      {
        name: 'tandem_web_refused_connections_total',
        help: 'Connections to the web servers refused, by reason.',
        type: 'counter',
        values: refusals.entries().map(([reason, value]) => ({ labels: { reason }, value })),
      },
    ],
  };
}
