import { randomUUID } from 'node:crypto';
import type { SipAnswer } from '../authentication/sip-answer.ts';
import { refusals } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import type { Binding } from './binding.ts';
import type { Location } from './location.ts';
import type { RegisterRefusal, RegisterRequest } from './register-request.ts';
import { applyRegister, type RegistrarPolicy } from './register-rules.ts';

/** Keeps the bindings of addresses-of-record (RFC 3261 §10). */
export interface Registrar {
  /** Takes effect at once and wholly, or not at all. */
  register(request: RegisterRequest): SipAnswer;
}

export interface RegistrarOptions {
  readonly location: Location;
  readonly policy: RegistrarPolicy;
  /** The engine answers STUN on its SIP ports, by which phones keep UDP flows alive (RFC 5626 §4.4.2). */
  readonly answersStun: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}

/** Long enough that a fleet of phones does not meet a recovering database all at once. */
const RETRY_AFTER_SECONDS = 10;

export function createRegistrar({ location, policy, answersStun, now, log }: RegistrarOptions): Registrar {
  return {
    register(request) {
      const nowMs = now();
      const outcome = applyRegister(
        location.bindingsOf(request.username),
        request,
        policy,
        nowMs,
        randomUUID,
      );
      if (outcome.kind === 'refused') {
        log.info('registration refused', {
          key: outcome.key,
          detail: outcome.detail,
          user: request.username,
        });
        return refusalAnswer(outcome);
      }
      if (outcome.adds && !location.available) {
        log.warn('registration refused', { key: 'database-down', user: request.username });
        const { sipStatus, reason } = refusals['database-down'];
        return { status: sipStatus, reason, headers: [['Retry-After', String(RETRY_AFTER_SECONDS)]] };
      }
      if (outcome.written.length > 0 || outcome.removed.length > 0)
        location.change(request.username, outcome);
      return {
        status: 200,
        reason: 'OK',
        headers: acceptedHeaders(request, outcome.bindings, answersStun, nowMs),
      };
    },
  };
}

export function refusalAnswer(refusal: RegisterRefusal): SipAnswer {
  const { sipStatus, reason } = refusals[refusal.key];
  return { status: sipStatus, reason, headers: refusal.headers };
}

/** RFC 3261 §10.3 step 8: every current binding with the time it has left. */
function acceptedHeaders(
  request: RegisterRequest,
  bindings: readonly Binding[],
  answersStun: boolean,
  nowMs: number,
): (readonly [string, string])[] {
  const headers: (readonly [string, string])[] = [];
  if (bindings.length > 0) {
    headers.push(['Contact', bindings.map((binding) => contactValue(binding, nowMs)).join(', ')]);
  }
  if (request.supportsPath && request.path.length > 0) headers.push(['Path', request.path.join(', ')]);
  if (usesOutbound(request, answersStun)) headers.push(['Require', 'outbound']);
  return headers;
}

function contactValue(binding: Binding, nowMs: number): string {
  const remaining = Math.max(1, Math.round((binding.expiresAtMs - nowMs) / 1000));
  let text = `<${binding.contactUri}>;expires=${remaining}`;
  if (binding.qThousandths !== 1000) text += `;q=${(binding.qThousandths / 1000).toFixed(3)}`;
  if (binding.instanceId !== null) text += `;+sip.instance="${binding.instanceId}"`;
  if (binding.regId !== null) text += `;reg-id=${binding.regId}`;
  return text;
}

/** RFC 5626 §6 wants it said when a flow is used. Over UDP only if the phone can keep the flow alive by STUN. */
function usesOutbound(request: RegisterRequest, answersStun: boolean): boolean {
  const { source, contacts } = request;
  if (!request.supportsOutbound || contacts === 'all') return false;
  if (source.protocol === 'udp' && !answersStun) return false;
  return contacts.some(({ instanceId, regId }) => instanceId !== null && regId !== null);
}
