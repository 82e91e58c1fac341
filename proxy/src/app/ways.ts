import { createResolver } from '@tandem/sip-engine/resolver';
import type { Registry } from 'prom-client';
import type { CallTrunks } from '../calls/call-trunks.ts';
import { type ChangeReader, followChangesElsewhere } from '../changes/changes-elsewhere.ts';
import { type Fraud, openFraud } from '../fraud/open-fraud.ts';
import { createOwnNumbers } from '../routing/own-numbers.ts';
import { openRouting, type Routing } from '../routing/routing.ts';
import type { ConnectedEngine } from '../sip/connect-engine.ts';
import { createCallTrunks } from '../trunks/calls/call-trunks.ts';
import { createTrunkMetrics } from '../trunks/calls/trunk-metrics.ts';
import { createHopFinder } from '../trunks/gateways/hops.ts';
import { createLiveTrunks, type LiveTrunks } from '../trunks/live/live-trunks.ts';
import { hopOfBinding } from '../trunks/pbx-accounts.ts';
import { routableTrunks } from '../trunks/routable-trunks.ts';
import { toRequestPort } from '../trunks/sending/trunk-request.ts';
import type { Trunks } from '../trunks/trunks.ts';
import type { Base } from './base.ts';
import type { People } from './people.ts';

/** The ways that calls may take: trunks in service, the rules that choose among them, and what limits both. */
export interface Ways {
  readonly live: LiveTrunks;
  readonly fraud: Fraud;
  readonly routing: Routing;
  readonly callTrunks: CallTrunks;
  /** The number that a user shows; null when he has none. */
  readonly numberOf: (username: string) => string | null;
}

/** @param parts.registry counts what trunks do */
export async function openWays(
  { config, log, closers, now, db, changes, directory, domains }: Base,
  parts: {
    readonly trunks: Trunks;
    readonly people: Pick<People, 'location' | 'usersChangedElsewhere'>;
    readonly engine: ConnectedEngine;
    readonly registry: Registry;
  },
): Promise<Ways> {
  const { trunks, people, engine, registry } = parts;
  const { sip } = config;
  const live = createLiveTrunks({
    trunks,
    port: toRequestPort(engine.srf),
    hopFinder: createHopFinder(
      createResolver({
        dnsServers: sip.dnsServers,
        usable: (_protocol, address) => canSendTo(sip.host, address),
      }),
    ),
    registeredHops: (username) =>
      people.location.bindingsOf(username).flatMap((binding) => hopOfBinding(binding) ?? []),
    spentLastDay: (trunkId, nowMs) => fraud.protection.spentLastDay(trunkId, nowMs),
    now,
    random: Math.random,
    log,
  });
  closers.add('trunks', () => live.close());
  const routable = routableTrunks(live);
  const userExists = (username: string) => directory.userExists(username);
  const fraud = await openFraud({
    db,
    changes,
    references: { userExists, trunkExists: (trunkId) => routable.get(trunkId) !== undefined },
    currency: () => routing.snapshot().plan.settings.currency,
    now,
    log,
  });
  closers.add('fraud protection', () => fraud.close());
  const routing = await openRouting({
    db,
    changes,
    trunks: routable,
    limits: fraud.protection,
    userExists,
    domains,
    externalCallsAllowed: config.calls.allowExternalDomains,
    conferenceMembersMax: config.conferences.membersMax,
    log,
  });
  const elsewhere = await followChangesElsewhere({
    db,
    processId: changes.processId,
    readers: new Map<string, ChangeReader>([
      ...routing.readers,
      ['call-limit', () => fraud.reload()],
      ['user', (usernames) => people.usersChangedElsewhere(usernames)],
    ]),
    log,
  });
  closers.add('changes of other nodes', async () => elsewhere.close());
  const callTrunks = createCallTrunks({
    live,
    metrics: createTrunkMetrics(registry),
    ownDomain: domains.primary,
    // Another engine would let a sender write this header himself.
    certificateNames: (req) =>
      sip.engine === 'embedded' ? (req.get('X-Verified-Peer') ?? '').split(', ').filter(Boolean) : [],
    now,
  });
  return { live, fraud, routing, callTrunks, numberOf: createOwnNumbers(() => routing.snapshot().plan) };
}

/** A listener on IPv4 addresses cannot send to IPv6 ones. */
const canSendTo = (listening: string, address: string): boolean =>
  listening.includes(':') || !address.includes(':');
