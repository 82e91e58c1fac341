import { MediaRelayError } from '../errors.ts';
import { mediaLineOf, type SdpSections, splitSdp } from './sections.ts';

/** A browser's offer with sound and picture is about 10 kB. */
const MAX_SDP_BYTES = 64 * 1024;
const AUDIO_PROTOCOL = /^(UDP\/TLS\/)?RTP\/S?AVPF?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/**
 * Accepts an SDP body that a relay can work with: the lines that RFC 8866 §5 demands, an audio stream, and an
 * address for each stream that is in use. A missing `s=` or `t=` is forgiven, as phones do leave them out.
 * @throws {MediaRelayError} `bad-sdp`
 */
export function checkSdp(sdp: string): SdpSections {
  if (sdp.length > MAX_SDP_BYTES) throw new MediaRelayError('bad-sdp', 'the SDP is longer than 64 kB');
  const sections = splitSdp(sdp);
  const fault = CONTROL_CHARACTER.test(sdp) ? 'the SDP has control characters' : faultOf(sections);
  if (fault !== null) throw new MediaRelayError('bad-sdp', fault);
  return sections;
}

function faultOf({ session, media }: SdpSections): string | null {
  if (session[0] !== 'v=0') return 'the SDP does not begin with v=0';
  const wrong = oddLine(session) ?? media.map(oddLine).find((line) => line !== undefined);
  if (wrong !== undefined) return `not an SDP line: ${JSON.stringify(wrong.slice(0, 40))}`;
  if (!session.some((line) => /^o=\S+ \d+ \d+ IN IP[46] \S+$/.test(line))) {
    return 'the SDP has no valid o= line';
  }
  if (!media.some((section) => mediaLineOf(section)?.type === 'audio')) return 'the SDP has no m=audio line';
  for (const section of media) {
    const fault = mediaFaultOf(section, session);
    if (fault !== null) return fault;
  }
  return null;
}

const oddLine = (lines: readonly string[]): string | undefined => lines.find((line) => !/^[a-z]=/.test(line));

function mediaFaultOf(section: readonly string[], session: readonly string[]): string | null {
  const line = mediaLineOf(section);
  if (line === null || line.port > 65_535)
    return `malformed line ${JSON.stringify(section[0]?.slice(0, 60))}`;
  if (line.port === 0) return null;
  if (line.type === 'audio' && !AUDIO_PROTOCOL.test(line.protocol)) {
    return `audio over ${line.protocol} is not supported`;
  }
  if (
    line.type === 'audio' &&
    !line.formats.every((format) => /^\d{1,3}$/.test(format) && Number(format) < 128)
  ) {
    return 'an audio payload type is not a number below 128';
  }
  const connection = [...section, ...session].find((candidate) => candidate.startsWith('c='));
  if (connection === undefined) return `the ${line.type} stream has no c= line`;
  return /^c=IN IP[46] \S+$/.test(connection) ? null : 'a c= line is malformed';
}
