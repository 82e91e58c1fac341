import { expect, it } from 'vitest';
import { isRtcp, readRtp, writeRtp } from './rtp-packet.ts';

const packet = {
  payloadType: 111,
  marker: true,
  sequence: 65_535,
  timestamp: 0xffff_fff0,
  ssrc: 0x8000_0001,
  payload: Buffer.from('sound'),
};

it('what was written is read again', () => {
  expect(readRtp(writeRtp(packet))).toEqual(packet);
});

it('sources, extensions and padding are left out', () => {
  const bare = writeRtp(packet);
  const header = Buffer.from(bare.subarray(0, 12));
  header.writeUInt8(0x80 | 0x20 | 0x10 | 1, 0);
  const whole = [header, Buffer.alloc(4), Buffer.from([0xbe, 0xde, 0, 1, 9, 9, 9, 9]), packet.payload];
  expect(readRtp(Buffer.concat([...whole, Buffer.from([0, 0, 3])]))).toEqual(packet);
});

it.each([
  ['nothing', Buffer.alloc(0)],
  ['half a header', writeRtp(packet).subarray(0, 11)],
  ['a STUN request', Buffer.from('000100002112a442000000000000000000000000', 'hex')],
  ['more sources than there are octets', Buffer.concat([Buffer.from([0x8f]), Buffer.alloc(15)])],
  [
    'an extension longer than the packet',
    Buffer.concat([Buffer.from([0x90]), Buffer.alloc(13), Buffer.from([0xff, 0xff])]),
  ],
  ['more padding than packet', Buffer.concat([Buffer.from([0xa0]), Buffer.alloc(11), Buffer.from([200])])],
  ['padding of none', Buffer.concat([Buffer.from([0xa0]), Buffer.alloc(12)])],
])('%s is no packet', (_, bytes) => {
  expect(readRtp(bytes)).toBeNull();
});

it('reports on the same port are told apart, sound of any usual payload type is none', () => {
  expect(isRtcp(Buffer.from('80c80006aabbccdd', 'hex'))).toBe(true);
  for (const payloadType of [0, 8, 96, 111, 127]) {
    for (const marker of [true, false])
      expect(isRtcp(writeRtp({ ...packet, payloadType, marker }))).toBe(false);
  }
});
