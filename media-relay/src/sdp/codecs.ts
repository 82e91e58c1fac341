import { parse } from 'sdp-transform';
import { joinSdp, mediaLineOf, type SdpSections } from './sections.ts';

/** A codec of an audio stream: encoding name as written, clock rate in Hz. */
export interface Codec {
  readonly name: string;
  readonly clockRate: number;
}

/** Static payload types of audio that need no `rtpmap` (RFC 3551 §6). */
const STATIC_PAYLOADS: ReadonlyMap<string, Codec> = new Map(
  ['0 PCMU', '3 GSM', '4 G723', '8 PCMA', '9 G722', '13 CN', '15 G728', '18 G729'].map((entry) => {
    const [payload = '', name = ''] = entry.split(' ');
    return [payload, { name, clockRate: 8000 }];
  }),
);

/** Formats that carry no speech of their own: events, comfort noise, redundancy. */
const NOT_SPEECH = /^(telephone-event|cn|red|ulpfec|tone)$/i;

/** Codecs that the relay turns into each other. */
const TRANSCODABLE = /^(opus|pcmu|pcma|g722)$/i;

/** Speech codecs of the first audio stream, in the order written; none when the stream is rejected. */
export function speechCodecs(sections: SdpSections): Codec[] {
  const section = sections.media.find((candidate) => mediaLineOf(candidate)?.type === 'audio');
  const line = section && mediaLineOf(section);
  if (!section || !line || line.port === 0) return [];
  const [media] = parse(joinSdp({ session: sections.session, media: [section] })).media;
  const mapped = new Map<string, Codec>(
    (media?.rtp ?? []).map(({ payload, codec, rate }) => [
      String(payload),
      { name: codec, clockRate: rate ?? 8000 },
    ]),
  );
  return line.formats
    .map((format) => mapped.get(format) ?? STATIC_PAYLOADS.get(format))
    .filter((codec) => codec !== undefined)
    .filter(({ name }) => !NOT_SPEECH.test(name));
}

/** Whether an audio stream is in use, that is, its port is not 0. */
export function hasActiveAudio(sections: SdpSections): boolean {
  return sections.media.some((section) => {
    const line = mediaLineOf(section);
    return line?.type === 'audio' && line.port !== 0;
  });
}

/** Whether the relay can decode one of these. */
export function canTranscode(codecs: readonly Codec[]): boolean {
  return codecs.some(({ name }) => TRANSCODABLE.test(name));
}

/** Whether two lists share a codec. Encoding names are compared without case (RFC 4855 §3). */
export function shareCodec(some: readonly Codec[], others: readonly Codec[]): boolean {
  return some.some((one) =>
    others.some(
      (other) => one.name.toLowerCase() === other.name.toLowerCase() && one.clockRate === other.clockRate,
    ),
  );
}
