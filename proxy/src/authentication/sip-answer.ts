/** A SIP response without the headers that are copied from the request. */
export interface SipAnswer {
  readonly status: number;
  readonly reason: string;
  /** A name stands once for each header line. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What is used of drachtio-srf's response. */
export interface SrfResponseToSend {
  send(status: number, reason: string, options: { headers: Record<string, string> }): void;
  /** Only the embedded engine's own: takes header lines as they are. */
  readonly answer?: (
    status: number,
    reason: string,
    headers: readonly (readonly [name: string, value: string])[],
  ) => void;
}

/**
 * Sends an answer. drachtio-srf would join repeated headers with a comma, and challenges must not be joined
 * (RFC 3261 §7.3.1), so for it each further line is written into the value of the first.
 */
export function sendAnswer(response: SrfResponseToSend, answer: SipAnswer): void {
  if (response.answer) {
    response.answer(answer.status, answer.reason, answer.headers);
    return;
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of answer.headers) {
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}\r\n${name}: ${value}`;
  }
  response.send(answer.status, answer.reason, { headers });
}
