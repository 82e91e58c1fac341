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
}

/**
 * Sends an answer through drachtio-srf, which would join repeated headers with a comma. Challenges must not be joined
 * (RFC 3261 §7.3.1), so each further line is written into the value of the first.
 */
export function sendAnswer(response: SrfResponseToSend, answer: SipAnswer): void {
  const headers: Record<string, string> = {};
  for (const [name, value] of answer.headers) {
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}\r\n${name}: ${value}`;
  }
  response.send(answer.status, answer.reason, { headers });
}
