const MEDIA = /^m=[\w-]+ (\d{1,5})(?:\/\d+)? [\w/]+(?: \S+)+$/;
const ORIGIN = /^o=\S+ \d+ \d+ IN IP[46] \S+$/;
const CONNECTION = /^c=IN IP[46] \S+$/;

/**
 * Looks whether a session description has what every one must have (RFC 8866 §9). The media relay reads it in full.
 * @returns what is wrong with it, or null
 */
export function problemOf(sdp: string): string | null {
  const lines = sdp.split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  if (lines[0] !== 'v=0') return 'it does not begin with "v=0"';
  const odd = lines.find((line) => !/^[a-z]=/.test(line));
  if (odd !== undefined) return `"${odd.slice(0, 40)}" is no line of one`;
  if (!ORIGIN.test(lines.find((line) => line.startsWith('o=')) ?? '')) return 'it has no proper "o=" line';
  const first = lines.findIndex((line) => line.startsWith('m='));
  if (first < 0) return 'it has no media';
  return problemOfMedia(lines, first);
}

function problemOfMedia(lines: readonly string[], first: number): string | null {
  const isConnection = (line: string): boolean => line.startsWith('c=');
  const badConnection = lines.find((line) => isConnection(line) && !CONNECTION.test(line));
  if (badConnection !== undefined) return `"${badConnection.slice(0, 40)}" is no address`;
  const common = lines.slice(0, first).some(isConnection);
  for (let from = first; from < lines.length; ) {
    const line = lines[from] ?? '';
    const next = lines.findIndex((other, index) => index > from && other.startsWith('m='));
    const end = next < 0 ? lines.length : next;
    const port = MEDIA.exec(line)?.[1];
    if (port === undefined || Number(port) > 65_535) return `"${line.slice(0, 40)}" is no media line`;
    if (!common && port !== '0' && !lines.slice(from, end).some(isConnection)) {
      return 'a media line has no address';
    }
    from = end;
  }
  return null;
}
