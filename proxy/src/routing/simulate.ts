import type { Simulation, simulationRequest } from '@tandem/api-types/routing';
import type { z } from 'zod';
import { refusalSentence, refusals } from '../errors.ts';
import { decide } from './decide.ts';
import type { Decision, RoutedCaller, TrunkRoute } from './decision.ts';
import { dialledName } from './dialled.ts';
import type { RoutingSnapshot } from './routing-snapshot.ts';

export type SimulationRequest = z.output<typeof simulationRequest>;

/** The headers that a call by the trunk would carry, made by the code that makes them for calls. */
export type OutgoingHeaders = (
  route: TrunkRoute,
  caller: RoutedCaller,
) => readonly { readonly name: string; readonly value: string }[];

const MICROS = 1_000_000;

/**
 * Decides a call that nobody makes, by the very code that decides calls. Nothing is counted and nobody rings.
 * @param at.primaryDomain for a number or name without a domain
 */
export async function simulate(
  request: SimulationRequest,
  snapshot: RoutingSnapshot,
  at: {
    readonly nowMs: number;
    readonly primaryDomain: string;
    readonly userExists: (username: string) => Promise<boolean>;
    readonly headers: OutgoingHeaders;
  },
): Promise<Simulation> {
  const requestUri = uriOf(request.dialled, at.primaryDomain);
  const name = dialledName(requestUri, snapshot.domains);
  const caller: RoutedCaller =
    request.caller.kind === 'trunk'
      ? { ...request.caller, number: request.caller.number || null }
      : request.caller;
  const decision = decide(snapshot, {
    requestUri,
    caller,
    reason: request.reason,
    maxForwards: undefined,
    userExists: name !== null && (await at.userExists(name)),
    nowMs: request.at === undefined ? at.nowMs : Date.parse(request.at),
  });
  const { outcome } = decision;
  const routes = outcome.kind === 'trunk' ? outcome.routes : [];
  return {
    kind: outcome.kind,
    sentence: sentenceOf(decision),
    sipStatus: outcome.kind === 'refused' ? refusals[outcome.key].sipStatus : null,
    international: decision.international,
    country: decision.country,
    emergency: decision.emergency,
    steps: [...decision.steps],
    routes: routes.map((route) => ({
      trunkId: route.trunkId,
      trunkName: snapshot.trunks.get(route.trunkId)?.name ?? route.trunkId,
      number: route.number,
      pricePerMinute: route.price && route.price.perMinuteMicros / MICROS,
      gateways: [...route.gateways],
      headers: [...at.headers(route, caller)],
    })),
  };
}

/** A person types `030 123` or `bob` as well as an address. */
function uriOf(dialled: string, primaryDomain: string): string {
  const text = dialled.trim();
  if (/^(?:sips?|tel):/i.test(text)) return text;
  if (text.includes('@')) return `sip:${text}`;
  return `sip:${encodeURIComponent(text)}@${primaryDomain}`;
}

function sentenceOf({ outcome }: Decision): string {
  switch (outcome.kind) {
    case 'user':
      return `The phones of ${outcome.username} ring.`;
    case 'ring-group':
      return `The phones of ${outcome.ringGroup.members.join(', ')} ring, ${outcome.ringGroup.strategy === 'parallel' ? 'all at once' : 'one user after another'}.`;
    case 'conference':
      return `The caller enters the conference ${outcome.conference}.`;
    case 'voicemail':
      return `The caller speaks to the voicemail of ${outcome.username}.`;
    case 'external':
      return `The call goes to ${outcome.uri}.`;
    case 'trunk':
      return `The call goes out by the trunk ${outcome.routes.map(({ trunkId }) => trunkId).join(', then by ')}.`;
    case 'refused':
      return refusalSentence(outcome.key, outcome.detail);
  }
}
