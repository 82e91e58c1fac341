import { optionTags } from '../sip/option-tags.ts';
import { oneLine } from './call-headers.ts';
import type { IncomingRequest } from './srf.ts';

/** Extensions that a call through us can be required to have. */
const EXTENSIONS = new Set(['100rel', 'timer', 'outbound', 'path', 'ice']);

/** What a request requires and we have not, as an Unsupported header lists it; empty for most (RFC 3261 §8.2.2.3). */
export function unknownExtensions(req: Pick<IncomingRequest, 'get'>): string {
  const required = [...optionTags(req.get('Proxy-Require')), ...optionTags(req.get('Require'))];
  return oneLine(required.filter((tag) => !EXTENSIONS.has(tag)).join(', '));
}
