/** The closed set of refusals: each has a SIP status, a log key, a metric label and a sentence an admin understands. */
interface Refusal {
  /** The SIP status (RFC 3261 §21) that the peer gets. */
  readonly sipStatus: number;
  /** The reason phrase on the wire. */
  readonly reason: string;
  /** What an admin reads in the log and the CDR. */
  readonly sentence: string;
}

export const refusals = {
  'bad-request': { sipStatus: 400, reason: 'Bad Request', sentence: 'The request was not valid SIP.' },
  unauthorized: {
    sipStatus: 401,
    reason: 'Unauthorized',
    sentence: 'The request carried no valid credentials.',
  },
  'too-many-failures': {
    sipStatus: 403,
    reason: 'Forbidden',
    sentence: 'Too many wrong passwords came from this source or for this user; try again later.',
  },
  'not-your-address': {
    sipStatus: 403,
    reason: 'Forbidden',
    sentence: 'The signed-in user may not act for the address of record in the request.',
  },
  'not-found': { sipStatus: 404, reason: 'Not Found', sentence: 'Nobody has the dialled address.' },
  'not-registered': {
    sipStatus: 480,
    reason: 'Temporarily Unavailable',
    sentence: 'No phone of the dialled user is registered.',
  },
  'no-answer': {
    sipStatus: 480,
    reason: 'No Answer',
    sentence: 'The dialled phones rang and nobody answered.',
  },
  unreachable: {
    sipStatus: 480,
    reason: 'Unreachable',
    sentence: 'The registered phones did not answer on the network.',
  },
  busy: { sipStatus: 486, reason: 'Busy Here', sentence: 'The dialled user is on another call.' },
  declined: { sipStatus: 603, reason: 'Decline', sentence: 'The dialled user declined the call.' },
  cancelled: {
    sipStatus: 487,
    reason: 'Request Terminated',
    sentence: 'The caller hung up before an answer.',
  },
  'not-acceptable': {
    sipStatus: 488,
    reason: 'Not Acceptable Here',
    sentence: 'The two phones have no codec or media transport in common.',
  },
  'bad-sdp': {
    sipStatus: 400,
    reason: 'Bad Session Description',
    sentence: 'The session description in the request could not be read.',
  },
  'interval-too-brief': {
    sipStatus: 423,
    reason: 'Interval Too Brief',
    sentence: 'The phone asked to register or subscribe for less time than the server allows.',
  },
  'too-many-bindings': {
    sipStatus: 403,
    reason: 'Too Many Registrations',
    sentence: 'The user has as many registered phones as the server allows.',
  },
  'out-of-order': {
    sipStatus: 500,
    reason: 'Out Of Order',
    sentence: 'A newer registration of the same phone had come before this one.',
  },
  loop: { sipStatus: 482, reason: 'Loop Detected', sentence: 'The call came back to this server.' },
  'method-not-allowed': {
    sipStatus: 405,
    reason: 'Method Not Allowed',
    sentence: 'The server does not handle this SIP method.',
  },
  'media-relay-down': {
    sipStatus: 503,
    reason: 'Media Relay Unavailable',
    sentence: 'No media relay answered, so the call could not be connected or kept.',
  },
  'database-down': {
    sipStatus: 503,
    reason: 'Service Unavailable',
    sentence: 'The database did not answer.',
  },
  overloaded: { sipStatus: 503, reason: 'Service Unavailable', sentence: 'The server is at its call limit.' },
  'ended-by-operator': {
    sipStatus: 480,
    reason: 'Ended By Operator',
    sentence: 'An operator ended the call.',
  },
  'shutting-down': {
    sipStatus: 503,
    reason: 'Service Unavailable',
    sentence: 'The server is shutting down.',
  },
  'session-expired': {
    sipStatus: 408,
    reason: 'Session Expired',
    sentence: 'A phone stopped answering session refreshes during the call.',
  },
  'leg-lost': { sipStatus: 408, reason: 'Leg Lost', sentence: 'A phone disappeared during the call.' },
  'server-stopped': {
    sipStatus: 503,
    reason: 'Service Unavailable',
    sentence: 'The server stopped during the call without ending it.',
  },
  'bad-extension': {
    sipStatus: 420,
    reason: 'Bad Extension',
    sentence: 'The phone requires a SIP extension that the server does not have.',
  },
  'unsupported-media-type': {
    sipStatus: 415,
    reason: 'Unsupported Media Type',
    sentence: 'The body of the request was not a session description.',
  },
  'rejected-by-callee': {
    sipStatus: 403,
    reason: 'Forbidden',
    sentence: 'The dialled phone or server refused the call.',
  },
  'no-route': {
    sipStatus: 404,
    reason: 'No Route',
    sentence: 'No rule sends the dialled number anywhere.',
  },
  'no-trunk-usable': {
    sipStatus: 503,
    reason: 'No Trunk Usable',
    sentence: 'None of the trunks for the dialled number can be used now.',
  },
  'trunk-failed': {
    sipStatus: 503,
    reason: 'Trunk Failed',
    sentence: 'No gateway of the trunk took the call.',
  },
  'trunk-unauthorized': {
    sipStatus: 503,
    reason: 'Trunk Unauthorized',
    sentence: 'The carrier did not accept the password of the trunk.',
  },
  'trunk-full': {
    sipStatus: 503,
    reason: 'Trunk Full',
    sentence: 'The trunk carries as many calls as it may, or they came too fast.',
  },
  'trunk-closed': {
    sipStatus: 480,
    reason: 'Trunk Closed',
    sentence: 'The trunk by which the call came is outside its hours.',
  },
  'encryption-required': {
    sipStatus: 488,
    reason: 'SRTP Required',
    sentence: 'The trunk demands encrypted sound, and the call offered none.',
  },
  'rule-refused': { sipStatus: 403, reason: 'Forbidden', sentence: 'A routing rule refuses the call.' },
  'blocked-number': {
    sipStatus: 403,
    reason: 'Number Blocked',
    sentence: 'The dialled number is on the list of blocked numbers.',
  },
  'premium-number': {
    sipStatus: 403,
    reason: 'Premium Number',
    sentence: 'Calls to premium numbers are not allowed.',
  },
  'limit-reached': {
    sipStatus: 403,
    reason: 'Limit Reached',
    sentence: 'A limit against misuse is reached.',
  },
  'new-country': {
    sipStatus: 403,
    reason: 'Forbidden',
    sentence: 'The caller never called this country before, and first calls are refused.',
  },
  'not-open': {
    sipStatus: 403,
    reason: 'Forbidden',
    sentence: 'The address is not open to callers from outside.',
  },
  'too-many-strangers': {
    sipStatus: 480,
    reason: 'Temporarily Unavailable',
    sentence: 'Too many calls came at once from callers who are not signed in.',
  },
  'needs-media-relay': {
    sipStatus: 488,
    reason: 'No Media Relay',
    sentence: 'Voicemail and conferences need the media relay, which is switched off.',
  },
  'mailbox-full': {
    sipStatus: 480,
    reason: 'Mailbox Full',
    sentence: 'The voicemail of the dialled user is full.',
  },
  'voicemail-storage': {
    sipStatus: 503,
    reason: 'Voicemail Unavailable',
    sentence: 'No voicemail message can be kept now.',
  },
  'conference-full': {
    sipStatus: 486,
    reason: 'Conference Full',
    sentence: 'The conference room is full.',
  },
  'conference-locked': {
    sipStatus: 403,
    reason: 'Conference Locked',
    sentence: 'The conference room asks for a PIN, but none is set: an admin has to set one.',
  },
  'conference-not-begun': {
    sipStatus: 480,
    reason: 'Conference Not Begun',
    sentence: 'The caller waited for the conference room to be opened, and no user came into it.',
  },
  'wrong-pin': {
    sipStatus: 403,
    reason: 'Wrong PIN',
    sentence: 'The caller did not enter the PIN of the conference room.',
  },
  'bad-event': {
    sipStatus: 489,
    reason: 'Bad Event',
    sentence: 'The phone subscribed to something that the server does not offer.',
  },
  'no-format-accepted': {
    sipStatus: 406,
    reason: 'Not Acceptable',
    sentence: 'The phone accepts no format in which the server reports voicemail.',
  },
  'no-subscription': {
    sipStatus: 481,
    reason: 'Subscription Does Not Exist',
    sentence: 'The phone refreshed a subscription that has ended.',
  },
  'no-mailbox': {
    sipStatus: 404,
    reason: 'No Mailbox',
    sentence: 'The voicemail of the user is switched off, and there is nothing in it.',
  },
  'too-many-subscriptions': {
    sipStatus: 403,
    reason: 'Too Many Subscriptions',
    sentence: 'The user has as many phones subscribed to voicemail as the server allows.',
  },
  'subscriptions-full': {
    sipStatus: 503,
    reason: 'Service Unavailable',
    sentence: 'As many phones are subscribed to voicemail as the server allows.',
  },
  internal: {
    sipStatus: 500,
    reason: 'Server Internal Error',
    sentence: 'The server made a mistake that its log describes.',
  },
} as const satisfies Record<string, Refusal>;

/** The key of a refusal: also its log key and its metric label. */
export type RefusalKey = keyof typeof refusals;

export const isRefusalKey = (text: string): text is RefusalKey => Object.hasOwn(refusals, text);

/**
 * What an admin reads, with what exactly was wrong.
 * @param detail the end of a sentence, with or without its full stop; safe to show an admin
 */
export function refusalSentence(key: RefusalKey, detail?: string): string {
  const { sentence } = refusals[key];
  return detail ? `${sentence.slice(0, -1)}: ${detail.replace(/\.$/, '')}.` : sentence;
}

/** A refusal that travels as an exception. */
export class TandemError extends Error {
  readonly key: RefusalKey;
  readonly detail: string | undefined;

  /** @param key which refusal; @param detail what exactly was wrong, safe to show an admin (never a secret) */
  constructor(key: RefusalKey, detail?: string, options?: ErrorOptions) {
    super(refusalSentence(key, detail), options);
    this.name = 'TandemError';
    this.key = key;
    this.detail = detail;
  }

  get sipStatus(): number {
    return refusals[this.key].sipStatus;
  }
}
