import { decide } from '../decide.ts';
import type { Decision, RoutingRequest } from '../decision.ts';
import { type TestRouting, testRequest, testRouting } from './test-routing.ts';

/** What is decided of a call to somebody. */
export const decided = (
  dialled: string,
  routing: TestRouting = {},
  request: Partial<RoutingRequest> = {},
): Decision => decide(testRouting(routing), testRequest(dialled, request));
/** Why it is refused; the kind of its way when it is not. */
export const refusal = (decision: Decision) =>
  decision.outcome.kind === 'refused' ? decision.outcome.key : decision.outcome.kind;
/** `trunk number` of each route; the way itself when it is another. */
export const routes = ({ outcome }: Decision) =>
  outcome.kind === 'trunk' ? outcome.routes.map(({ trunkId, number }) => `${trunkId} ${number}`) : outcome;
export const sentences = ({ steps }: Decision) => steps.map(({ sentence }) => sentence);
