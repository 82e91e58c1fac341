import type { SipRequest } from '../message/message.ts';
import { nextMaxForwards } from './forwarding.ts';
import type { LoopDetection } from './loop-detection.ts';

/** RFC 5393 §5.3.3: the breadth of a request that names none, and the most that one may name. */
const usualBreadth = 60;

/** How many targets may be tried at the same time, here and behind us (RFC 5393 §5). */
export function breadthOf(request: SipRequest): number {
  const given = Number.parseInt(request.headers.get('Max-Breadth') ?? '', 10);
  return Number.isNaN(given) || given > usualBreadth ? usualBreadth : given;
}

/** Why a request must not be forwarded. */
export interface ProxyRefusal {
  readonly status: 420 | 440 | 482 | 483;
  /** For the log and the metric. */
  readonly why: string;
  /** What the answer carries besides. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * The checks before forwarding (RFC 3261 §16.3, RFC 5393); null when nothing stands against it.
 * @param mark of the request, by which its own loop is known
 */
export function proxyRefusal(request: SipRequest, loops: LoopDetection, mark: string): ProxyRefusal | null {
  if (nextMaxForwards(request) === null) return { status: 483, why: 'too many hops', headers: [] };
  const required = request.headers.list('Proxy-Require');
  if (required !== undefined && required !== '') {
    return { status: 420, why: 'unknown Proxy-Require', headers: [['Unsupported', required]] };
  }
  if (loops.isLoop(request, mark)) return { status: 482, why: 'loop', headers: [] };
  if (breadthOf(request) < 1) return { status: 440, why: 'no breadth left', headers: [] };
  return null;
}
