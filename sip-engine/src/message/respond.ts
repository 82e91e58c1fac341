import { headerName } from './header-names.ts';
import { EMPTY_BODY, Headers, oneLine, type SipRequest, type SipResponse } from './message.ts';
import { tagOf } from './name-addr.ts';
import { newTag } from './token.ts';

const REASON_PHRASES: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  181: 'Call Is Being Forwarded',
  182: 'Queued',
  183: 'Session Progress',
  199: 'Early Dialog Terminated',
  200: 'OK',
  202: 'Accepted',
  204: 'No Notification',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  305: 'Use Proxy',
  380: 'Alternative Service',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  410: 'Gone',
  411: 'Length Required',
  412: 'Conditional Request Failed',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  417: 'Unknown Resource-Priority',
  420: 'Bad Extension',
  421: 'Extension Required',
  422: 'Session Interval Too Small',
  423: 'Interval Too Brief',
  424: 'Bad Location Information',
  428: 'Use Identity Header',
  429: 'Provide Referrer Identity',
  430: 'Flow Failed',
  433: 'Anonymity Disallowed',
  436: 'Bad Identity-Info',
  437: 'Unsupported Certificate',
  438: 'Invalid Identity Header',
  439: 'First Hop Lacks Outbound Support',
  440: 'Max-Breadth Exceeded',
  469: 'Bad Info Package',
  470: 'Consent Needed',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  483: 'Too Many Hops',
  484: 'Address Incomplete',
  485: 'Ambiguous',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  491: 'Request Pending',
  493: 'Undecipherable',
  494: 'Security Agreement Required',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Server Time-out',
  505: 'Version Not Supported',
  513: 'Message Too Large',
  580: 'Precondition Failure',
  600: 'Busy Everywhere',
  603: 'Decline',
  604: 'Does Not Exist Anywhere',
  606: 'Not Acceptable',
  607: 'Unwanted',
  608: 'Rejected',
};

/** The usual reason phrase of a status, or that of its class. */
export function reasonPhrase(status: number): string {
  return REASON_PHRASES[status] ?? REASON_PHRASES[Math.floor(status / 100) * 100] ?? 'Unknown';
}

/** A further field of a response as it is on the wire; empty for Content-Length, which tells of the body itself. */
export function fieldLine(name: string, value: string): string {
  const { key, usual } = headerName(name);
  return key === 'Content-Length' ? '' : `${oneLine(usual)}: ${oneLine(value)}\r\n`;
}

/**
 * A response without body as its sender writes it, {@link responseTo} with further fields: for those who answer
 * thousands a second and have no use for it but to send it.
 * @param request with all the fields that a response copies
 * @param reason latin1 text
 * @param toTag for a To without tag
 * @param fields whole lines, see {@link fieldLine}
 */
export function responseHead(
  request: SipRequest,
  status: number,
  reason: string,
  toTag: string,
  fields: string,
): string {
  const { headers } = request;
  const to = headers.get('To') ?? '';
  const tag = tagOf(to) === undefined ? `;tag=${toTag}` : '';
  return (
    `SIP/2.0 ${status} ${reason}\r\n${headers.linesOf('Via')}From: ${headers.get('From')}\r\nTo: ${to}${tag}\r\n` +
    `Call-ID: ${headers.get('Call-ID')}\r\nCSeq: ${headers.get('CSeq')}\r\n${fields}Content-Length: 0\r\n\r\n`
  );
}

/**
 * A response with the fields that RFC 3261 §8.2.6 copies: Via, From, To, Call-ID, CSeq, and Timestamp into a 100.
 * Above 100 a To without tag gets `toTag`, or a new random one. Absent fields of a broken request stay absent.
 */
export function responseTo(
  request: SipRequest,
  status: number,
  reason?: string,
  options?: { readonly toTag?: string },
): SipResponse {
  const headers = new Headers();
  const source = request.headers;
  headers.copyFrom(source, 'Via');
  headers.copyFrom(source, 'From');
  const to = source.get('To');
  if (to !== undefined) {
    const tagged = status === 100 || tagOf(to) !== undefined;
    headers.appendParsed('To', 'To', tagged ? to : `${to};tag=${options?.toTag ?? newTag()}`);
  }
  headers.copyFrom(source, 'Call-ID');
  headers.copyFrom(source, 'CSeq');
  if (status === 100) headers.copyFrom(source, 'Timestamp');
  return { kind: 'response', status, reason: reason ?? reasonPhrase(status), headers, body: EMPTY_BODY };
}
