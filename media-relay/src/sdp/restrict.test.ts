import { expect, it } from 'vitest';
import type { KeyForm } from '../relay.ts';
import { restrictSpeech } from './restrict.ts';
import { joinSdp, splitSdp } from './sections.ts';

const OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 192.0.2.7',
  's=-',
  'c=IN IP4 192.0.2.7',
  't=0 0',
  'm=audio 4000 RTP/AVP 111 0 8 9 101 13',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 useinbandfec=1',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
  'a=sendrecv',
  'm=video 5000 RTP/AVP 96',
  'a=rtpmap:96 VP8/90000',
].join('\r\n');
const linesOf = (codecs: string[], keys: KeyForm = 'events'): string[] =>
  joinSdp(restrictSpeech(splitSdp(OFFER), { codecs, keys })).split('\r\n');

it('only the wanted codecs stay, in the wanted order', () => {
  const lines = linesOf(['PCMA', 'pcmu']);
  expect(lines).toContain('m=audio 4000 RTP/AVP 8 0 101 13');
  expect(lines.join('\n')).not.toMatch(/opus|:111/);
  expect(lines).toContain('a=rtpmap:101 telephone-event/8000');
});

it('telephone events go when keys travel otherwise', () => {
  const lines = linesOf(['opus'], 'info');
  expect(lines).toContain('m=audio 4000 RTP/AVP 111 13');
  expect(lines).toContain('a=fmtp:111 useinbandfec=1');
  expect(lines.join('\n')).not.toContain('telephone-event');
});

it('a stream without a wanted codec is rejected, other streams stay', () => {
  const lines = linesOf(['G729']);
  expect(lines.find((line) => line.startsWith('m=audio'))).toMatch(/^m=audio 0 /);
  expect(lines).toContain('m=video 5000 RTP/AVP 96');
});
