import { describe, expect, test } from 'vitest';
import { MediaRelayError } from '../errors.ts';
import { checkSdp } from './check-sdp.ts';
import { canTranscode, shareCodec, speechCodecs } from './codecs.ts';
import { countActive, fitAnswer, fitOffer, midsOf, rejectUncarried } from './fit.ts';
import { legMediaOf } from './leg-media.ts';
import { joinSdp } from './sections.ts';

const HEAD = ['v=0', 'o=- 1 1 IN IP4 192.0.2.7', 's=-', 'c=IN IP4 192.0.2.7', 't=0 0'];
const AUDIO = ['m=audio 4000 RTP/AVP 0 101', 'a=rtpmap:101 telephone-event/8000', 'a=sendrecv'];
const sdp = (...lines: string[]): string => lines.map((line) => `${line}\r\n`).join('');

const BROWSER = sdp(
  'v=0',
  'o=- 42 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE first second',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS s',
  'm=audio 40000 UDP/TLS/RTP/SAVPF 111 63 9 0 110',
  'c=IN IP4 192.0.2.7',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=candidate:1 1 udp 1 192.0.2.7 40000 typ host',
  'a=ice-ufrag:u',
  'a=ice-pwd:p',
  'a=fingerprint:sha-256 AA',
  'a=setup:actpass',
  'a=mid:first',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=sendrecv',
  'a=msid:s t',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=rtpmap:9 G722/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:110 telephone-event/48000',
  'a=ssrc:1 cname:x',
  'm=video 40001 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 192.0.2.7',
  'a=mid:second',
  'a=rtpmap:96 VP8/90000',
);

describe('the kind of a leg is seen in its SDP', () => {
  test.each([
    ['webrtc', BROWSER],
    ['webrtc', sdp(...HEAD, 'a=fingerprint:sha-256 AA', 'm=audio 4000 RTP/SAVP 0')],
    ['sdes', sdp(...HEAD, 'm=audio 4000 RTP/SAVP 0', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x')],
    ['rtp', sdp(...HEAD, ...AUDIO)],
    ['rtp', sdp(...HEAD, ...AUDIO, 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x')],
    ['rtp', 'nonsense'],
  ])('%s', (kind, body) => {
    expect(legMediaOf(body)).toBe(kind);
  });
});

describe('an SDP that no phone could use is refused', () => {
  const bad: [string, string][] = [
    ['empty', ''],
    ['without a version', sdp(...HEAD.slice(1), ...AUDIO)],
    ['without an origin', sdp('v=0', 's=-', 'c=IN IP4 192.0.2.7', 't=0 0', ...AUDIO)],
    ['without audio', sdp(...HEAD)],
    ['with only fax', sdp(...HEAD, 'm=image 4000 udptl t38')],
    ['without an address', sdp(...HEAD.filter((line) => !line.startsWith('c=')), ...AUDIO)],
    ['with a broken address', sdp(...HEAD.filter((line) => !line.startsWith('c=')), 'c=IN', ...AUDIO)],
    ['with a port above 65535', sdp(...HEAD, 'm=audio 70000 RTP/AVP 0')],
    ['with no payload type', sdp(...HEAD, 'm=audio 4000 RTP/AVP')],
    ['with a payload type that is no number', sdp(...HEAD, 'm=audio 4000 RTP/AVP zero')],
    ['over an unknown protocol', sdp(...HEAD, 'm=audio 4000 TCP/MRCPv2 1')],
    ['with a line that is not SDP', sdp(...HEAD, ...AUDIO, 'hello')],
    ['with a zero octet', sdp(...HEAD, ...AUDIO, 'a=x\u0000')],
    ['of a megabyte', sdp(...HEAD, ...AUDIO, `a=x:${'y'.repeat(1_000_000)}`)],
  ];
  test.each(bad)('%s', (_, body) => {
    expect(() => checkSdp(body)).toThrow(MediaRelayError);
  });

  test('one that ends its lines with LF only, or lacks s= and t=, is forgiven', () => {
    const body = ['v=0', 'o=- 1 1 IN IP4 192.0.2.7', 'c=IN IP4 192.0.2.7', ...AUDIO].join('\n');
    expect(checkSdp(body).media).toHaveLength(1);
  });

  test('a rejected stream needs no address', () => {
    const body = sdp('v=0', 'o=- 1 1 IN IP4 192.0.2.7', 's=-', 't=0 0', 'm=audio 0 RTP/AVP 0');
    expect(speechCodecs(checkSdp(body))).toEqual([]);
  });
});

describe('codecs', () => {
  const codecs = (formats: string, ...maps: string[]) =>
    speechCodecs(checkSdp(sdp(...HEAD, `m=audio 4000 RTP/AVP ${formats}`, ...maps)));

  test('are read in order, with the static ones, without events and redundancy', () => {
    expect(speechCodecs(checkSdp(BROWSER)).map(({ name }) => name)).toEqual(['opus', 'G722', 'PCMU']);
    expect(codecs('0 8 18 13').map(({ name }) => name)).toEqual(['PCMU', 'PCMA', 'G729']);
  });

  test('are common when name and clock rate agree, whatever the case', () => {
    const speex8 = codecs('97', 'a=rtpmap:97 speex/8000');
    expect(shareCodec(speex8, codecs('98', 'a=rtpmap:98 SPEEX/8000'))).toBe(true);
    expect(shareCodec(speex8, codecs('98', 'a=rtpmap:98 speex/16000'))).toBe(false);
    expect(shareCodec(codecs('0'), codecs('0', 'a=rtpmap:0 pcmu/8000'))).toBe(true);
  });

  test('iLBC, speex and G.729 are not transcoded', () => {
    expect(canTranscode(codecs('18 97 98', 'a=rtpmap:97 iLBC/8000', 'a=rtpmap:98 speex/8000'))).toBe(false);
    expect(canTranscode(codecs('18 8'))).toBe(true);
  });
});

describe('towards a desk phone', () => {
  test('nothing is left of what only browsers know, and the picture is rejected in place', () => {
    const offer = joinSdp(fitOffer(rejectUncarried(checkSdp(BROWSER), false), 'rtp', [], true));
    expect(offer).not.toMatch(/a=(msid|ssrc|mid|extmap|group|ice-|candidate|fingerprint|setup|rtcp-fb)/);
    expect(offer).toContain('a=rtpmap:110 telephone-event/48000');
    expect(offer).toContain('a=fmtp:111 minptime=10;useinbandfec=1');
    expect(offer).toContain('m=video 0 RTP/AVP 96\r\nc=IN IP4 192.0.2.7\r\n');
    expect(offer).not.toContain('VP8');
  });
});

describe('towards a browser', () => {
  const phoneAnswer = checkSdp(sdp(...HEAD, ...AUDIO));

  test('an answer has the streams and names of the offer, though the phone left one out', () => {
    const offer = rejectUncarried(checkSdp(BROWSER), false);
    const answer = fitAnswer(phoneAnswer, offer, 'webrtc', true);
    expect(midsOf(answer)).toEqual(['first', 'second']);
    expect(countActive(answer)).toBe(1);
    expect(joinSdp(answer)).toContain('a=group:BUNDLE first\r\n');
    expect(joinSdp(answer)).toContain('m=video 0 UDP/TLS/RTP/SAVPF 96');
  });

  test('an offer keeps the names that the browser gave its streams', () => {
    const offer = fitOffer(phoneAnswer, 'webrtc', ['first'], true);
    expect(joinSdp(offer)).toContain('a=mid:first\r\n');
    expect(joinSdp(offer)).toContain('a=group:BUNDLE first\r\n');
    expect(midsOf(fitOffer(phoneAnswer, 'webrtc', [], true))).toEqual(['0']);
  });

  test('the SSRC of a desk phone is not promised, because transcoded sound comes under another', () => {
    const answer = checkSdp(sdp(...HEAD, ...AUDIO, 'a=ssrc:1676559371 cname:sip:bob@192.0.2.7'));
    expect(joinSdp(fitOffer(answer, 'webrtc', [], true))).not.toContain('a=ssrc');
    expect(joinSdp(fitAnswer(answer, checkSdp(BROWSER), 'webrtc', true))).not.toContain('a=ssrc');
  });

  test('streams with ports of their own are not called a bundle', () => {
    const offer = joinSdp(fitOffer(checkSdp(BROWSER), 'webrtc', ['first', 'second'], false));
    expect(offer).not.toContain('BUNDLE');
    expect(offer).toContain('m=video 40001');
  });
});
