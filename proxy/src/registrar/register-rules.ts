import { differAtSight, parseUri, sameUri } from '@tandem/sip-engine/uri';
import { type Binding, flowUri } from './binding.ts';
import {
  type RegisterContact,
  type RegisterRefusal,
  type RegisterRequest,
  refuse,
} from './register-request.ts';

export interface RegistrarPolicy {
  /** A shorter registration is refused with 423, in seconds; at most 3600 (RFC 3261 §10.3 step 7). */
  readonly minExpiresSeconds: number;
  /** For a phone that names no time, in seconds. */
  readonly defaultExpiresSeconds: number;
  /** A longer registration is shortened to this, in seconds. */
  readonly maxExpiresSeconds: number;
  /** Bindings of one address-of-record. */
  readonly maxBindingsPerUser: number;
}

/** What a REGISTER does to the bindings of its address-of-record: all of it or nothing. */
export interface RegisterChange {
  readonly kind: 'accepted';
  /** All bindings afterwards. */
  readonly bindings: readonly Binding[];
  /** Those of `bindings` that are new or refreshed. */
  readonly written: readonly Binding[];
  readonly removed: readonly Binding[];
  /** Whether `written` holds a binding whose id was not there before. */
  readonly adds: boolean;
}

/**
 * RFC 3261 §10.3 steps 6 to 8 and RFC 5626 §6.
 *
 * @param current the bindings of the address-of-record that have not expired
 * @param newId makes the id of a new binding
 */
export function applyRegister(
  current: readonly Binding[],
  request: RegisterRequest,
  policy: RegistrarPolicy,
  nowMs: number,
  newId: () => string,
): RegisterChange | RegisterRefusal {
  const isLate = (binding: Binding) => binding.callId === request.callId && request.cseq <= binding.cseq;
  if (request.contacts === 'all') {
    if (current.some(isLate)) return refuse('out-of-order', 'CSeq not above the last one');
    return { kind: 'accepted', bindings: [], written: [], removed: current, adds: false };
  }
  let after = current;
  let written: Binding[] = [];
  for (const contact of request.contacts) {
    const expiresSeconds = contact.expiresSeconds ?? policy.defaultExpiresSeconds;
    if (expiresSeconds > 0 && expiresSeconds < policy.minExpiresSeconds) {
      const minimum = String(policy.minExpiresSeconds);
      return refuse('interval-too-brief', `${expiresSeconds} s`, [['Min-Expires', minimum]]);
    }
    const others: Binding[] = [];
    let refreshed: Binding | undefined;
    for (const binding of after) {
      if (!isSamePhone(binding, contact, request.callId)) others.push(binding);
      else if (isLate(binding) && !written.includes(binding)) {
        return refuse('out-of-order', 'CSeq not above the last one');
      } else refreshed ??= binding;
    }
    after = others;
    if (refreshed !== undefined) written = written.filter((binding) => others.includes(binding));
    if (expiresSeconds === 0) continue;
    const expiresAtMs = nowMs + Math.min(expiresSeconds, policy.maxExpiresSeconds) * 1000;
    const binding = toBinding(refreshed, refreshed?.id ?? newId(), contact, request, nowMs, expiresAtMs);
    others.push(binding);
    written.push(binding);
  }
  if (after.length > policy.maxBindingsPerUser && after.length > current.length) {
    return refuse('too-many-bindings', `${after.length} of ${policy.maxBindingsPerUser}`);
  }
  return {
    kind: 'accepted',
    bindings: after,
    written,
    removed: current.filter(({ id }) => !hasId(after, id)),
    adds: written.some(({ id }) => !hasId(current, id)),
  };
}

const hasId = (bindings: readonly Binding[], id: string): boolean =>
  bindings.some((binding) => binding.id === id);

/**
 * Whether a contact refreshes (or removes) a binding. With `reg-id` on both sides the instance and the reg-id decide,
 * whatever the contact URI is (RFC 5626 §6): that is how a phone that reconnected replaces its dead flow. An instance
 * without `reg-id` that comes with another Call-ID is the same phone after a restart. Else the URI decides.
 */
function isSamePhone(binding: Binding, contact: RegisterContact, callId: string): boolean {
  if (contact.instanceId !== null && binding.instanceId !== null) {
    const sameInstance = contact.instanceId.toLowerCase() === binding.instanceId.toLowerCase();
    if (contact.regId !== null && binding.regId !== null) {
      return sameInstance && contact.regId === binding.regId;
    }
    if (sameInstance && contact.regId === binding.regId && callId !== binding.callId) return true;
  }
  return isSameContact(binding.contactUri, contact.contactUri);
}

function isSameContact(one: string, other: string): boolean {
  if (one === other) return true;
  if (differAtSight(one, other)) return false;
  const first = parseUri(one);
  const second = parseUri(other);
  return first !== null && second !== null && sameUri(first, second);
}

function toBinding(
  refreshed: Binding | undefined,
  id: string,
  contact: RegisterContact,
  request: RegisterRequest,
  registeredAtMs: number,
  expiresAtMs: number,
): Binding {
  return {
    id,
    username: request.username,
    deviceId: request.deviceId,
    contactUri: held(contact.contactUri, refreshed?.contactUri),
    instanceId: contact.instanceId === null ? null : held(contact.instanceId, refreshed?.instanceId),
    regId: contact.regId,
    path: request.path,
    receivedUri: request.path.length > 0 ? null : held(flowUri(request.source), refreshed?.receivedUri),
    transport: request.source.protocol,
    userAgent: held(request.userAgent, refreshed?.userAgent),
    callId: held(request.callId, refreshed?.callId),
    cseq: request.cseq,
    qThousandths: contact.qThousandths,
    expiresAtMs,
    registeredAtMs,
  };
}

/** The text as it is held already, or a copy that does not keep alive the message from which the text was cut. */
const held = (text: string, before: string | null | undefined): string =>
  text === before ? before : ` ${text}`.slice(1);
