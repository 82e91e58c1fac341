import type { TrunkTestResult, TrunkTestStep } from '@tandem/api-types/trunks';
import type { LiveTrunk, RankedHop } from './live/live-trunk.ts';
import type { TrunkResponse } from './sending/trunk-request.ts';

/** Places a call whose sound should come back. */
export type PlaceEchoCall = (trunk: LiveTrunk, hop: RankedHop, number: string) => Promise<TrunkTestStep>;

/** Tries a trunk out, for an admin who waits. */
export interface TrunkTester {
  /** @param echoNumber null: no call is placed */
  test(trunk: LiveTrunk, echoNumber: string | null): Promise<TrunkTestResult>;
}

/** More addresses than these are not asked. */
const HOPS_MAX = 8;
const RECEIVED_MAX = 4000;

export function createTrunkTester(placeEchoCall: PlaceEchoCall): TrunkTester {
  return {
    async test(trunk, echoNumber) {
      const hops = trunk.ranked().slice(0, HOPS_MAX);
      const options = await Promise.all(hops.map((hop) => askGateway(trunk, hop)));
      const steps = [
        ...(hops.length === 0 ? [noGateway(trunk)] : options),
        await register(trunk),
        await echoCall(trunk, hops[0], echoNumber, placeEchoCall),
      ];
      return { ok: steps.every(({ outcome }) => outcome !== 'failed'), steps };
    },
  };
}

async function askGateway(trunk: LiveTrunk, hop: RankedHop): Promise<TrunkTestStep> {
  const response = await trunk.probe(hop);
  const { status } = response;
  const ok = status !== null && status !== 408 && status < 500;
  return {
    kind: 'options',
    outcome: ok ? 'ok' : 'failed',
    gateway: hop.gateway,
    ...heard(response),
    sentence: ok
      ? `The gateway answers (${status} ${response.reason}).`
      : status === null
        ? `Nothing came back from ${hop.addresses.join(', ')}: ${response.reason}. Check the address, the port and the firewalls on both sides.`
        : `The gateway answers, but says that it cannot work now (${status} ${response.reason}). Ask its operator.`,
  };
}

function noGateway(trunk: LiveTrunk): TrunkTestStep {
  const why = trunk.unusable(0, true);
  return {
    ...nothing,
    kind: 'options',
    outcome: 'failed',
    sentence: `There is no gateway to ask: ${why ?? 'none has an address'}.`,
  };
}

async function register(trunk: LiveTrunk): Promise<TrunkTestStep> {
  const step = { ...nothing, kind: 'registration' as const };
  if (trunk.trunk.settings.connection.kind !== 'register-to-carrier')
    return { ...step, outcome: 'skipped', sentence: 'We do not register on this trunk.' };
  const attempt = trunk.registerNow();
  if (!attempt)
    return { ...step, outcome: 'failed', sentence: 'It is switched off, or its password cannot be read.' };
  const response = await attempt;
  const ok = response.status === 200;
  return {
    ...step,
    outcome: ok ? 'ok' : 'failed',
    ...heard(response),
    sentence: trunk.state().registration?.reason ?? '',
  };
}

async function echoCall(
  trunk: LiveTrunk,
  hop: RankedHop | undefined,
  number: string | null,
  placeEchoCall: PlaceEchoCall,
): Promise<TrunkTestStep> {
  const step = { ...nothing, kind: 'echo-call' as const };
  if (number === null)
    return {
      ...step,
      outcome: 'skipped',
      sentence: 'No call was placed: no number of an echo service was given.',
    };
  if (!hop) return { ...step, outcome: 'failed', sentence: 'No call was placed: there is no gateway.' };
  return placeEchoCall(trunk, hop, number);
}

const nothing = { gateway: null, status: null, durationMs: 0, received: null };

/** A response as it came, which holds none of our secrets. */
const heard = ({ status, roundTripMs, raw }: TrunkResponse) => ({
  status,
  durationMs: Math.round(roundTripMs),
  received: raw === null ? null : raw.slice(0, RECEIVED_MAX),
});
