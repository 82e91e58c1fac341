import type { CallEnd, CallEndCause } from './call-engine.ts';

const sentences: Record<CallEndCause, string> = {
  'hung-up': 'You ended the call.',
  'peer-hung-up': 'The other side ended the call.',
  cancelled: 'You cancelled the call.',
  missed: 'The caller gave up.',
  'answered-elsewhere': 'Answered on another of your phones.',
  declined: 'The call was declined.',
  busy: 'The line is busy.',
  'no-answer': 'Nobody answered.',
  unreachable: 'No phone of theirs is reachable right now.',
  'not-found': 'Nobody has this name or number.',
  refused: 'The server refused the call.',
  'no-microphone':
    'This page may not use the microphone. Allow it at the sign beside the page’s address, then try again.',
  'connection-lost': 'The connection was lost.',
  failed: 'The call failed.',
};

const ownPhonesAway = 'This is your own address, and no other phone of yours is reachable right now.';

/** A call's end with its usual sentence, or with a better one. */
export function callEnd(cause: CallEndCause, sentence?: string): CallEnd {
  return { cause, sentence: sentence ?? sentences[cause] };
}

/**
 * What a final SIP status from 300 means to the caller (RFC 3261 §21).
 *
 * @param toOneself whether the own address was called, which rings one's other phones
 */
export function callEndOfStatus(status: number, reasonPhrase: string, toOneself = false): CallEnd {
  switch (status) {
    case 404:
    case 410:
    case 484:
    case 604:
      return callEnd('not-found');
    case 408:
      return callEnd('no-answer');
    case 480:
      if (/answer/i.test(reasonPhrase)) return callEnd('no-answer');
      return callEnd('unreachable', toOneself ? ownPhonesAway : undefined);
    case 486:
    case 600:
      return callEnd('busy');
    case 487:
      return callEnd('cancelled');
    case 603:
      return callEnd('declined');
    case 488:
    case 606:
      return callEnd('failed', 'The two phones have no way of sending sound in common.');
    case 401:
    case 403:
    case 407:
      return callEnd('refused');
    case 502:
    case 503:
    case 504:
      return callEnd('failed', 'The server cannot carry the call at the moment. Try again shortly.');
    default:
      return callEnd('failed', `The call failed: ${status} ${reasonPhrase || 'without a reason'}.`);
  }
}

/**
 * Why an incoming call stopped ringing. A `Reason` with cause 200 says that another phone of the same person took
 * it (RFC 3326, and RFC 3261 §9.1 as forking proxies use it).
 */
export function callEndOfCancel(reasonHeader: string | undefined): CallEnd {
  if (reasonHeader && /^\s*SIP\s*;/i.test(reasonHeader)) {
    const cause = /;\s*cause\s*=\s*(\d+)/i.exec(reasonHeader)?.[1];
    if (cause === '200') return callEnd('answered-elsewhere');
    if (cause === '603') return callEnd('declined', 'Declined on another of your phones.');
  }
  return callEnd('missed');
}

/** Why the microphone could not be opened, from the error of `getUserMedia`; null for another kind of error. */
export function callEndOfMediaError(error: unknown, secureContext: boolean): CallEnd | null {
  if (!secureContext) {
    return callEnd(
      'no-microphone',
      'Browsers give the microphone only to pages over HTTPS or on this computer. Open the https:// address.',
    );
  }
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError') return callEnd('no-microphone');
  if (name === 'NotFoundError' || name === 'OverconstrainedError') {
    return callEnd('no-microphone', 'No microphone was found.');
  }
  if (name === 'NotReadableError' || name === 'AbortError') {
    return callEnd('no-microphone', 'Another program holds the microphone.');
  }
  return null;
}
