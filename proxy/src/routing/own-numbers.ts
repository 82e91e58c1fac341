import type { RoutingPlan } from './routing-snapshot.ts';

/**
 * The number of ours that reaches a user, which he shows when he calls out; the first of several, null when none does.
 * @param plan as it is now
 */
export function createOwnNumbers(plan: () => RoutingPlan): (username: string) => string | null {
  let readFrom: RoutingPlan | null = null;
  let numbers = new Map<string, string>();
  return (username) => {
    const current = plan();
    if (current !== readFrom) {
      readFrom = current;
      numbers = numbersByUser(current);
    }
    return numbers.get(username) ?? null;
  };
}

function numbersByUser({ numbers }: RoutingPlan): Map<string, string> {
  const byUser = new Map<string, string>();
  for (const [number, { destination }] of numbers) {
    if (destination.kind === 'user' && !byUser.has(destination.username))
      byUser.set(destination.username, number);
  }
  return byUser;
}
