import { randomInt } from 'node:crypto';
import type { SipRequest } from '../message/message.ts';

/** All that decides where a request goes, besides the Request-URI (RFC 5393 §4.2.1). */
const decisiveHeaders = ['From', 'To', 'Call-ID', 'CSeq', 'Route', 'Proxy-Require', 'Proxy-Authorization'];

/**
 * Knows requests that come back unchanged. Each branch of ours ends with a mark: a hash of the request as it came.
 * A request in whose Vias its own mark is found was here before and would go the same way again (RFC 5393 §4.2.2);
 * one that comes back with another Request-URI, a spiral, has another mark.
 */
export class LoopDetection {
  /** Marks of other processes, and of ours before a restart, mean nothing. */
  readonly #seed = randomInt(2 ** 32);

  /** @returns two signed numbers, with a dot before, between and after them */
  markOf(request: SipRequest): string {
    let [low, high] = [this.#seed, ~this.#seed];
    const mix = (text: string): void => {
      for (let index = 0; index < text.length; index += 1) {
        const code = text.charCodeAt(index);
        low = Math.imul(low ^ code, 0x01000193);
        high = Math.imul(high ^ code, 0x5bd1e995);
      }
      low ^= high >>> 13;
      high = Math.imul(high ^ (low >>> 16), 0x85ebca6b);
    };
    mix(request.uri);
    const { headers } = request;
    for (const name of decisiveHeaders) {
      const value = headers.get(name);
      if (value === undefined) continue;
      if (headers.countOf(name) === 1) mix(value);
      else for (const each of headers.getAll(name)) mix(each);
    }
    return `.${low}.${high}.`;
  }

  isLoop(request: SipRequest, mark: string): boolean {
    return request.headers.getAll('Via').some((line) => line.includes(mark));
  }
}
