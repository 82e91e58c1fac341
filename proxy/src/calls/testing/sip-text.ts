/** SIP as text, taken apart just far enough for a test's phone. Written apart from the engine that it talks to. */
export interface Sip {
  readonly startLine: string;
  /** Lower-case names; one entry for each header line. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** Empty for a response. */
  readonly method: string;
  /** 0 for a request. */
  readonly status: number;
}

export function parse(text: string): Sip {
  const end = text.indexOf('\r\n\r\n');
  const [startLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const response = /^SIP\/2\.0 (\d{3})/.exec(startLine)?.[1];
  return {
    startLine,
    headers: lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
    body: text.slice(end + 4),
    method: response ? '' : (startLine.split(' ')[0] ?? ''),
    status: Number(response ?? 0),
  };
}

export const all = (message: Sip, name: string): string[] =>
  message.headers.flatMap(([header, value]) => (header === name.toLowerCase() ? value : []));

export const header = (message: Sip, name: string): string => all(message, name)[0] ?? '';

export const tagOf = (value: string): string => /;tag=([^;>\s]+)/.exec(value)?.[1] ?? '';

export const uriOf = (value: string): string => /<([^>]+)>/.exec(value)?.[1] ?? value.split(';')[0] ?? '';

export const cseqOf = (message: Sip): { number: number; method: string } => {
  const [number = '0', method = ''] = header(message, 'CSeq').split(/\s+/);
  return { number: Number(number), method };
};

/** Lines of a message with Content-Length. */
export function write(startLine: string, headers: readonly (readonly [string, string])[], body = ''): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `${startLine}\r\n${lines}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** A session description of one audio stream. @param lines in place of `a=sendrecv` */
export const sdp = (port: number, lines = 'a=sendrecv'): string =>
  `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n${lines}\r\n`;
