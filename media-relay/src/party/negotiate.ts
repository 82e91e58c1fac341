import { isIP } from 'node:net';
import { MediaRelayError } from '../errors.ts';
import { checkSdp } from '../sdp/check-sdp.ts';
import { type Direction, directionAttribute, directionOf } from '../sdp/direction.ts';
import { audioFormats } from '../sdp/formats.ts';
import { legMediaOf } from '../sdp/leg-media.ts';
import { formatMediaLine, joinSdp, mediaLineOf, type SdpSections } from '../sdp/sections.ts';
import { SOUND_CODECS, type SoundCodec } from './codecs.ts';
import { FRAME_MS } from './sound.ts';

/** What an offer and our answer agree on. */
export interface Agreed {
  readonly codec: SoundCodec;
  /** The codec's payload type, the same both ways. */
  readonly payloadType: number;
  /** Payload types of telephone events. */
  readonly eventPayloadTypes: ReadonlySet<number>;
  /** Where the relay hears us, and from where alone it speaks. */
  readonly remote: { readonly address: string; readonly port: number };
  /** Where the relay takes reports, and from where they come, unless from `remote`. */
  readonly remoteReports: { readonly address: string; readonly port: number };
  /** Ours: whether we may speak, and whether we are spoken to. */
  readonly direction: Direction;
}

/** Where we are reached, and what names our description. */
export interface Ours {
  readonly address: string;
  readonly port: number;
  /** Grows with each answer (RFC 3264 §8). */
  readonly version: number;
  readonly sessionId: number;
}

/**
 * Answers an offer with the first of its codecs that we speak: the relay puts those first that it need not transcode.
 * Streams other than the first audio are rejected.
 * @throws {MediaRelayError} `bad-sdp`, `no-common-codec`
 */
export function answerOffer(offerSdp: string, ours: Ours): { answer: string; agreed: Agreed } {
  const sections = checkSdp(offerSdp);
  if (legMediaOf(offerSdp) !== 'rtp') {
    throw new MediaRelayError('bad-sdp', 'a party inside takes RTP in the clear, from the relay alone');
  }
  const index = sections.media.findIndex((section) => {
    const line = mediaLineOf(section);
    return line?.type === 'audio' && line.port !== 0;
  });
  const audio = sections.media[index];
  if (audio === undefined) throw new MediaRelayError('no-common-codec', 'no audio stream is in use');
  const agreed = agree(audio, sections.session, ours.address);
  const media = sections.media.map((section, at) =>
    at === index ? answered(section, agreed, ours) : rejected(section),
  );
  const kind = `IN IP${isIP(ours.address) === 6 ? 6 : 4} ${ours.address}`;
  const session = ['v=0', `o=- ${ours.sessionId} ${ours.version} ${kind}`, 's=-', `c=${kind}`, 't=0 0'];
  return { answer: joinSdp({ session, media }), agreed };
}

type Section = SdpSections['media'][number];

function agree(audio: Section, session: readonly string[], ourAddress: string): Agreed {
  const formats = audioFormats(audio);
  for (const { name, clockRate, payload } of formats) {
    const codec = SOUND_CODECS.find(
      (known) => known.name.toLowerCase() === name.toLowerCase() && known.clockRate === clockRate,
    );
    if (codec === undefined) continue;
    const events = formats.filter(
      (format) =>
        format.name.toLowerCase() === 'telephone-event' && [8000, 48_000].includes(format.clockRate),
    );
    const theirs = directionOf(audio, session);
    const remote = remoteOf(audio, session, ourAddress);
    return {
      codec,
      payloadType: Number(payload),
      eventPayloadTypes: new Set(events.map((event) => Number(event.payload))),
      remote,
      remoteReports: { ...remote, port: reportsPortOf(audio) ?? remote.port + 1 },
      direction: { sends: theirs.receives, receives: theirs.sends },
    };
  }
  throw new MediaRelayError('no-common-codec', 'neither Opus nor G.711 is offered');
}

function remoteOf(audio: Section, session: readonly string[], ourAddress: string): Agreed['remote'] {
  const connection = [...audio, ...session].find((line) => line.startsWith('c=')) ?? '';
  // A multicast address has a TTL behind it.
  const [address = ''] = (connection.split(' ').at(-1) ?? '').split('/');
  if (isIP(address) === 0 || isIP(address) !== isIP(ourAddress)) {
    throw new MediaRelayError('bad-sdp', 'the relay speaks from no address that we could reach');
  }
  return { address, port: mediaLineOf(audio)?.port ?? 0 };
}

/** RFC 3605. The relay's address is one; only the port may be another. */
function reportsPortOf(audio: Section): number | null {
  const port = Number(
    /^a=rtcp:(\d{1,5})\b/.exec(audio.find((line) => line.startsWith('a=rtcp:')) ?? '')?.[1],
  );
  return port > 0 && port < 0x10000 ? port : null;
}

function answered(section: Section, agreed: Agreed, { port }: Ours): Section {
  const { codec, payloadType, eventPayloadTypes, direction } = agreed;
  const events = audioFormats(section).filter(({ payload }) => eventPayloadTypes.has(Number(payload)));
  const formats = [String(payloadType), ...events.map(({ payload }) => payload)];
  const protocol = mediaLineOf(section)?.protocol ?? 'RTP/AVP';
  return [
    formatMediaLine({ type: 'audio', port, protocol, formats }),
    `a=rtpmap:${payloadType} ${codec.name}/${codec.clockRate}${codec.name === 'opus' ? '/2' : ''}`,
    ...(codec.parameters === null ? [] : [`a=fmtp:${payloadType} ${codec.parameters}`]),
    ...events.flatMap(({ payload, clockRate }) => [
      `a=rtpmap:${payload} telephone-event/${clockRate}`,
      `a=fmtp:${payload} 0-15`,
    ]),
    // RTCP is told apart on the same port.
    `a=rtcp:${port}`,
    `a=ptime:${FRAME_MS}`,
    directionAttribute(direction),
  ];
}

function rejected(section: Section): Section {
  const line = mediaLineOf(section);
  return line === null ? section : [formatMediaLine({ ...line, port: 0 })];
}
