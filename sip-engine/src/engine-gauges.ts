import type { EngineContext } from './ua/context.ts';
import type { Metric } from './watch/counters.ts';

/**
 * What the engine holds at this moment.
 * @param askedHandlers requests whose request handler has not answered
 */
export function engineGauges(context: EngineContext, askedHandlers: number): Metric[] {
  const { transports, transactions } = context.ports;
  const {
    flows,
    parseFailures,
    refusedConnections,
    closedConnections,
    handshaking,
    largeRequests,
    sendErrors,
    stunAnswered,
    stunIgnored,
  } = transports.counters();
  const counts = transactions.counts();
  const dns = context.dns.counters();
  const gauge = (name: string, help: string, values: Metric['values']): Metric => ({
    name,
    help,
    type: 'gauge',
    values,
  });
  const byReason = (name: string, help: string, counts: readonly (readonly [string, number])[]): Metric => ({
    name,
    help,
    type: 'counter',
    values: counts.map(([reason, value]) => ({ labels: { reason }, value })),
  });
  const counter = (name: string, help: string, value: number): Metric => ({
    name,
    help,
    type: 'counter',
    values: [{ labels: {}, value }],
  });
  return [
    gauge(
      'sip_transactions_active',
      'Transactions under way, by kind and method',
      (['server', 'answered', 'client'] as const).flatMap((kind) => [
        { labels: { kind, method: 'INVITE' }, value: counts.invites[kind] },
        { labels: { kind, method: 'other' }, value: counts[kind] - counts.invites[kind] },
      ]),
    ),
    gauge('sip_queue_length', 'Requests that wait, by what they wait for', [
      { labels: { queue: 'application' }, value: context.incoming.size },
      { labels: { queue: 'peer' }, value: context.outgoing.size },
      { labels: { queue: 'request handler' }, value: askedHandlers },
      { labels: { queue: 'name server' }, value: dns.pending },
    ]),
    gauge('sip_dialogs_active', 'Dialogs of applications', [{ labels: {}, value: context.dialogs.size }]),
    gauge('sip_applications_connected', 'Connections of applications', [
      { labels: {}, value: context.applications.size },
    ]),
    gauge(
      'sip_flows',
      'Connections by protocol; for UDP the peers remembered',
      Object.entries(flows).map(([protocol, value]) => ({ labels: { protocol }, value })),
    ),
    gauge('sip_remembered_flows', 'Registered Contacts that are reached by their connection', [
      { labels: {}, value: context.flowMemory.size },
    ]),
    counter(
      'sip_transactions_refused_total',
      'New requests refused with 503, for overload or because too many wait for their answer',
      counts.refusedForOverload,
    ),
    {
      name: 'sip_transaction_timeouts_total',
      help: 'Transactions given up, by the timer of RFC 3261 that fired: B, C and F no response, H no ACK',
      type: 'counter',
      values: Object.entries(counts.timedOut).map(([timer, value]) => ({ labels: { timer }, value })),
    },
    counter('sip_parse_failures_total', 'Messages that could not be parsed', parseFailures),
    byReason('sip_refused_connections_total', 'Connections refused, by reason', refusedConnections),
    byReason('sip_closed_connections_total', 'Connections ended for a limit, by limit', closedConnections),
    gauge('sip_handshaking_connections', 'Connections in a TLS or WebSocket handshake', [
      { labels: {}, value: handshaking },
    ]),
    {
      name: 'sip_large_requests_total',
      help: 'Requests too large for UDP, by the way they went: tcp, or udp when TCP was refused',
      type: 'counter',
      values: Object.entries(largeRequests).map(([way, value]) => ({ labels: { way }, value })),
    },
    counter('sip_stun_answers_total', 'STUN Binding requests answered on SIP ports', stunAnswered),
    counter(
      'sip_stun_ignored_total',
      'STUN messages on SIP ports that want no answer or have none',
      stunIgnored,
    ),
    counter('sip_send_errors_total', 'Datagrams that could not be sent', sendErrors),
    counter('sip_dns_lookups_total', 'Look-ups sent to name servers', dns.asked),
    counter('sip_dns_failures_total', 'Look-ups that no name server answered', dns.failed),
    counter('sip_dns_refused_total', 'Look-ups not made because too many were under way', dns.refused),
    counter('sip_dns_stale_total', 'Answers out of date, used because no name server answered', dns.stale),
    gauge('sip_dns_names', 'Names whose records are remembered', [{ labels: {}, value: dns.cached }]),
    counter(
      'sip_silent_targets_total',
      'Addresses given up for the next one because they said nothing',
      context.ports.deadTargets.silent,
    ),
    gauge('sip_dead_targets', 'Addresses that are tried last because they did not answer', [
      { labels: {}, value: context.ports.deadTargets.size },
    ]),
  ];
}
