import { describe, expect, test } from 'vitest';
import { answerFlags, offerFlags } from './profiles.ts';

describe('an offer', () => {
  test('to a browser has DTLS-SRTP, the relay as the only ICE candidate, and no keys in the SDP', () => {
    expect(offerFlags('webrtc', true)).toMatchObject({
      'transport-protocol': 'UDP/TLS/RTP/SAVPF',
      ICE: 'force',
      SDES: ['off'],
      'rtcp-mux': ['offer', 'require'],
    });
  });

  test('to a desk phone has plain RTP, no ICE, and RTCP on a port of its own', () => {
    expect(offerFlags('rtp', true)).toMatchObject({
      'transport-protocol': 'RTP/AVP',
      ICE: 'remove',
      'rtcp-mux': ['demux'],
    });
  });

  test('to an SDES phone has keys in the SDP, no DTLS, and no suite without encryption', () => {
    const flags = offerFlags('sdes', true);
    expect(flags).toMatchObject({ 'transport-protocol': 'RTP/SAVP', DTLS: 'off', ICE: 'remove' });
    expect(flags.SDES).toContain('no-NULL_HMAC_SHA1_80');
    expect(answerFlags('sdes').flags).toContain('pad crypto');
  });

  test.each(['webrtc', 'rtp', 'sdes'] as const)(
    'to %s leaves it to a browser that calls to begin DTLS',
    (to) => {
      expect(offerFlags(to, true)['DTLS-reverse']).toBe('passive');
    },
  );

  test('adds the codecs that the relay can make, best first, only when it can decode the sender', () => {
    expect(offerFlags('webrtc', true).codec?.transcode[0]).toBe('opus');
    expect(offerFlags('rtp', true).codec).toEqual({ transcode: ['PCMU', 'PCMA', 'opus'] });
    expect(offerFlags('rtp', false).codec).toBeUndefined();
  });

  test.each(['webrtc', 'rtp', 'sdes'] as const)(
    'to %s hides addresses and drops strangers’ packets',
    (to) => {
      for (const flags of [offerFlags(to, true), answerFlags(to)]) {
        expect(flags.replace).toEqual(['origin', 'session connection']);
        expect(flags.flags).toContain('strict source');
      }
    },
  );
});

test('an answer leaves the protocol to the offer that it answers', () => {
  expect(answerFlags('webrtc')).toMatchObject({ ICE: 'force' });
  expect(answerFlags('rtp')).toMatchObject({ ICE: 'remove' });
  expect(answerFlags('rtp')).not.toHaveProperty('transport-protocol');
});
