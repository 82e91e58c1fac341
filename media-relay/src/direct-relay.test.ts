import { expect, test } from 'vitest';
import { createDirectRelay } from './direct-relay.ts';
import { silentLog } from './testing/silent-log.ts';

const SDP =
  'v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';

test('without rtpengine, phones of one kind are connected directly, and unlike ones are refused', async () => {
  const relay = createDirectRelay({ log: silentLog });
  expect(relay.mode).toBe('direct');
  const session = relay.session('call');
  expect(await session.offer({ sdp: SDP, by: 'caller', from: 'rtp', to: 'rtp' })).toBe(SDP);
  expect(await session.answer({ sdp: SDP, by: 'callee', from: 'rtp', to: 'rtp' })).toBe(SDP);
  await expect(session.offer({ sdp: SDP, by: 'caller', from: 'webrtc', to: 'rtp' })).rejects.toMatchObject({
    kind: 'unavailable',
  });
  await expect(session.offer({ sdp: 'x', by: 'caller', from: 'rtp', to: 'rtp' })).rejects.toMatchObject({
    kind: 'bad-sdp',
  });
  expect(await session.end()).toBeNull();
});
