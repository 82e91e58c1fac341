import { parse } from 'sdp-transform';
import { formatMediaLine, joinSdp, mediaLineOf, type SdpSections } from './sections.ts';

/** A codec of an audio stream: encoding name as written, clock rate in Hz. */
export interface Codec {
  readonly name: string;
  readonly clockRate: number;
}

/** One format of an audio stream. */
interface AudioFormat extends Codec {
  /** Payload type, as it stands in the `m=` line. */
  readonly payload: string;
}

/** Formats that carry no speech of their own: events, comfort noise, redundancy. */
const NOT_SPEECH = /^(telephone-event|cn|red|ulpfec|tone)$/i;

export const isSpeech = ({ name }: Codec): boolean => !NOT_SPEECH.test(name);

type Section = SdpSections['media'][number];

/** Static payload types of audio that need no `rtpmap` (RFC 3551 §6). */
const STATIC_NAMES: ReadonlyMap<string, string> = new Map([
  ['0', 'PCMU'],
  ['3', 'GSM'],
  ['4', 'G723'],
  ['8', 'PCMA'],
  ['9', 'G722'],
  ['13', 'CN'],
  ['15', 'G728'],
  ['18', 'G729'],
]);

/** The formats of a stream that have a name, in the order of its `m=` line; none when the stream is rejected. */
export function audioFormats(section: Section): AudioFormat[] {
  const line = mediaLineOf(section);
  if (!line || line.port === 0) return [];
  const [media] = parse(joinSdp({ session: [], media: [section] })).media;
  const mapped = new Map((media?.rtp ?? []).map((format) => [String(format.payload), format]));
  return line.formats.flatMap((payload) => {
    const map = mapped.get(payload);
    const name = map?.codec ?? STATIC_NAMES.get(payload);
    return name === undefined ? [] : [{ payload, name, clockRate: map?.rate ?? 8000 }];
  });
}

/** The stream with these formats alone, in this order, and without what describes others. */
export function keepFormats(section: Section, formats: readonly string[]): Section {
  const line = mediaLineOf(section);
  if (!line) return section;
  const [, ...rest] = section;
  const isKept = (text: string): boolean => {
    const format = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(text)?.[1];
    return format === undefined || formats.includes(format);
  };
  return [formatMediaLine({ ...line, formats }), ...rest.filter(isKept)];
}
