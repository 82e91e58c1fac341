import {
  FIRST_MESSAGE_TIMEOUT_MS,
  IDLE_TIMEOUT_MS,
  STALLED_LOCAL_MESSAGE_TIMEOUT_MS,
  STALLED_MESSAGE_TIMEOUT_MS,
  WHOLE_MESSAGE_TIMEOUT_MS,
} from './limits.ts';
import type { TransportOptions } from './transport-options.ts';

/** How long a connection may keep us waiting, each in ms; see `TransportOptions`. */
export interface ConnectionLimits {
  readonly firstMessageTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly stalledMessageTimeoutMs: number;
  readonly wholeMessageTimeoutMs: number;
}

/**
 * @param options what differs from the defaults
 * @param accepted the remote side opened it, so it owes the first message
 */
export function connectionLimits(
  options: Pick<TransportOptions, keyof ConnectionLimits>,
  remoteAddress: string,
  accepted: boolean,
): ConnectionLimits {
  const stalledMs = options.stalledMessageTimeoutMs ?? STALLED_MESSAGE_TIMEOUT_MS;
  return {
    firstMessageTimeoutMs: accepted
      ? (options.firstMessageTimeoutMs ?? FIRST_MESSAGE_TIMEOUT_MS)
      : Number.POSITIVE_INFINITY,
    idleTimeoutMs: options.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
    stalledMessageTimeoutMs: isLoopback(remoteAddress)
      ? Math.min(stalledMs, STALLED_LOCAL_MESSAGE_TIMEOUT_MS)
      : stalledMs,
    wholeMessageTimeoutMs: options.wholeMessageTimeoutMs ?? WHOLE_MESSAGE_TIMEOUT_MS,
  };
}

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';
