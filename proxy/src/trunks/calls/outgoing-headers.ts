import type { CallTrunks } from '../../calls/call-trunks.ts';
import type { OutgoingHeaders } from '../../routing/simulate.ts';

/**
 * The headers that a call by a trunk would carry, for the simulator; of its first gateway.
 * @param numberOf the number that a user shows; null when he has none
 */
export function outgoingHeaders(
  trunks: Pick<CallTrunks, 'attempts'>,
  numberOf: (username: string) => string | null,
): OutgoingHeaders {
  return (route, caller) => {
    const username = caller.kind === 'user' ? caller.username : null;
    const [attempt] = trunks.attempts({
      routes: [route],
      caller: {
        number:
          caller.kind === 'trunk'
            ? caller.number
            : username === null
              ? null
              : (numberOf(username) ?? username),
        username,
        displayName: null,
      },
      forwardedFrom: null,
      emergency: false,
      maxForwards: 69,
      received: () => undefined,
    });
    return Object.entries(attempt?.target.headers ?? {}).map(([name, value]) => ({ name, value }));
  };
}
