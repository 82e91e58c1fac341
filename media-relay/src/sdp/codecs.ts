import { audioFormats, type Codec, isSpeech } from './formats.ts';
import { mediaLineOf, type SdpSections } from './sections.ts';

/** Codecs that the relay turns into each other. */
const TRANSCODABLE = /^(opus|pcmu|pcma|g722)$/i;

/** Speech codecs of the first audio stream, in the order written; none when the stream is rejected. */
export function speechCodecs(sections: SdpSections): Codec[] {
  const section = sections.media.find((candidate) => mediaLineOf(candidate)?.type === 'audio');
  return audioFormats(section ?? [])
    .filter(isSpeech)
    .map(({ name, clockRate }) => ({ name, clockRate }));
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
