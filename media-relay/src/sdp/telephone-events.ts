import { audioFormats, type Codec, isSpeech, keepFormats } from './formats.ts';
import { formatMediaLine, mediaLineOf, type SdpSections } from './sections.ts';

type Section = SdpSections['media'][number];

const isEvents = ({ name }: Codec): boolean => name.toLowerCase() === 'telephone-event';
/** The payload type that most phones use for events. */
const USUAL_PAYLOAD = 101;

/** Whether the first audio stream in use takes telephone events (RFC 4733). */
export function hasTelephoneEvents(sections: SdpSections): boolean {
  const audio = sections.media.find((section) => mediaLineOf(section)?.type === 'audio');
  return audio !== undefined && audioFormats(audio).some(isEvents);
}

/** The same without telephone events. */
export function withoutTelephoneEvents(sections: SdpSections): SdpSections {
  return eachAudio(sections, (section) => {
    const events = audioFormats(section).filter(isEvents);
    const payloads = new Set(events.map(({ payload }) => payload));
    const formats = mediaLineOf(section)?.formats ?? [];
    return keepFormats(
      section,
      formats.filter((format) => !payloads.has(format)),
    );
  });
}

/**
 * The same with telephone events for the clock of every codec that is there (RFC 4733 §2.1).
 * @param offer for an answer: what it answers, which says their payload types; absent: free ones are taken
 */
export function withTelephoneEvents(sections: SdpSections, offer?: SdpSections): SdpSections {
  return eachAudio(sections, (section, index) => {
    const there = audioFormats(section);
    const clocks = new Set(there.filter(isSpeech).map(({ clockRate }) => clockRate));
    for (const { clockRate } of there.filter(isEvents)) clocks.delete(clockRate);
    const added =
      offer === undefined
        ? [...clocks].map((clockRate, at) => ({ payload: freePayload(there, at), clockRate }))
        : audioFormats(offer.media[index] ?? []).filter(
            (format) => isEvents(format) && clocks.has(format.clockRate),
          );
    return withEvents(section, added);
  });
}

/** A payload type for events, and the clock of the codec that they go with. */
interface Events {
  readonly payload: string;
  readonly clockRate: number;
}

function withEvents(section: Section, added: readonly Events[]): Section {
  const line = mediaLineOf(section);
  const [, ...rest] = section;
  if (!line) return section;
  const formats = [...line.formats, ...added.map(({ payload }) => payload)];
  return [
    formatMediaLine({ ...line, formats }),
    ...rest,
    ...added.flatMap(({ payload, clockRate }) => [
      `a=rtpmap:${payload} telephone-event/${clockRate}`,
      `a=fmtp:${payload} 0-15`,
    ]),
  ];
}

/** The `at`-th dynamic payload type, counted from the usual one, that nothing has. */
function freePayload(there: readonly { readonly payload: string }[], at: number): string {
  const taken = new Set(there.map(({ payload }) => Number(payload)));
  const dynamic = Array.from({ length: 32 }, (_, index) => 96 + ((USUAL_PAYLOAD - 96 + index) % 32));
  return String(dynamic.filter((payload) => !taken.has(payload))[at] ?? USUAL_PAYLOAD);
}

function eachAudio(
  { session, media }: SdpSections,
  change: (section: Section, index: number) => Section,
): SdpSections {
  return {
    session,
    media: media.map((section, index) => {
      const line = mediaLineOf(section);
      return line?.type === 'audio' && line.port !== 0 ? change(section, index) : section;
    }),
  };
}
