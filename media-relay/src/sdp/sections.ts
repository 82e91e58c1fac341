/** An SDP body cut at its `m=` lines; lines carry no line ends. */
export interface SdpSections {
  readonly session: readonly string[];
  /** Each begins with its `m=` line. */
  readonly media: readonly (readonly string[])[];
}

/** The parts of an `m=` line (RFC 8866 §5.14). */
export interface MediaLine {
  readonly type: string;
  readonly port: number;
  readonly protocol: string;
  readonly formats: readonly string[];
}

/** Cuts an SDP body; accepts CRLF, LF and CR (RFC 8866 §5). */
export function splitSdp(sdp: string): SdpSections {
  const session: string[] = [];
  const media: string[][] = [];
  for (const line of sdp.split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    if (line.startsWith('m=')) media.push([line]);
    else (media.at(-1) ?? session).push(line);
  }
  return { session, media };
}

/** Puts the parts together again, with CRLF. */
export function joinSdp({ session, media }: SdpSections): string {
  return [...session, ...media.flat()].map((line) => `${line}\r\n`).join('');
}

/** Reads a section's `m=` line; null when it is malformed. */
export function mediaLineOf(section: readonly string[]): MediaLine | null {
  const match = /^m=(\w+) (\d{1,5})(?:\/\d+)? ([\w/]+) (\S.*)$/.exec(section[0] ?? '');
  if (match === null) return null;
  const [, type = '', port = '', protocol = '', formats = ''] = match;
  return { type, port: Number(port), protocol, formats: formats.trim().split(/ +/) };
}

/** Writes an `m=` line. */
export function formatMediaLine({ type, port, protocol, formats }: MediaLine): string {
  return `m=${type} ${port} ${protocol} ${formats.join(' ')}`;
}

/** The value of a section's attribute, such as `mid`; null when it has none. */
export function attributeOf(section: readonly string[], name: string): string | null {
  const prefix = `a=${name}:`;
  return section.find((line) => line.startsWith(prefix))?.slice(prefix.length) ?? null;
}
