import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { isStun, stunAnswer } from './stun.ts';

/** The request of RFC 5769 §2.1: USERNAME, ICE attributes, MESSAGE-INTEGRITY and FINGERPRINT. */
const SAMPLE_REQUEST = Buffer.from(
  '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff' +
    '80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249' +
    'c1b571a280280004e57a3bcf',
  'hex',
);
/** A Binding request with the transaction id of RFC 5769 and nothing in it. */
const PLAIN_REQUEST = Buffer.from('000100002112a442b7e7a701bc34d686fa87dfae', 'hex');

function withAttributes(hex: string, cookie = '2112a442'): Buffer {
  const attributes = Buffer.from(hex, 'hex');
  const header = Buffer.from(`00010000${cookie}b7e7a701bc34d686fa87dfae`, 'hex');
  header.writeUInt16BE(attributes.length, 2);
  return Buffer.concat([header, attributes]);
}

describe('a STUN Binding request on the SIP port', () => {
  test('learns its IPv4 address and port, as in RFC 5769 §2.2', () => {
    expect(stunAnswer(PLAIN_REQUEST, '192.0.2.1', 32_853)?.toString('hex')).toBe(
      '0101000c2112a442b7e7a701bc34d686fa87dfae002000080001a147e112a643',
    );
  });

  test('learns its IPv6 address and port, as in RFC 5769 §2.3', () => {
    const answer = stunAnswer(PLAIN_REQUEST, '2001:db8:1234:5678:11:2233:4455:6677', 32_853);
    expect(answer?.toString('hex')).toBe(
      '010100182112a442b7e7a701bc34d686fa87dfae002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9',
    );
  });

  test.each([
    ['::1', '00000000000000000000000000000001'],
    ['fe80::1%eth0', 'fe800000000000000000000000000001'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
  ])('learns the short address %s whole', (address, octets) => {
    const answer = stunAnswer(withAttributes('', '00000000'), address, 1);
    expect(answer?.subarray(-16).toString('hex')).toBe(octets);
  });

  test('with a fingerprint gets one, unless its own is wrong', () => {
    const answer = stunAnswer(SAMPLE_REQUEST, '192.0.2.1', 1);
    expect(answer?.readUInt16BE(0)).toBe(0x0111);
    expect(answer?.subarray(-8, -4).toString('hex')).toBe('80280004');
    expect(answer?.readUInt32BE(answer.length - 4)).toBe(
      (crc32(answer?.subarray(0, -8) ?? '') ^ 0x5354554e) >>> 0,
    );
    const tampered = Buffer.from(SAMPLE_REQUEST);
    tampered[30] = 0;
    expect(stunAnswer(tampered, '192.0.2.1', 1)).toBeNull();
  });

  test('is told which attributes are not understood', () => {
    const answer = stunAnswer(withAttributes('00030004000000067fff000431323334'), '192.0.2.1', 1);
    expect(answer?.readUInt16BE(0)).toBe(0x0111);
    expect(answer?.toString('latin1')).toContain('\x04\x14Unknown Attribute');
    expect(answer?.subarray(-8).toString('hex')).toBe('000a000400037fff');
  });

  test('of RFC 3489 gets its address in the clear', () => {
    const answer = stunAnswer(withAttributes('', '01020304'), '192.0.2.1', 32_853);
    expect(answer?.subarray(20).toString('hex')).toBe('0001000800018055c0000201');
  });

  test.each([
    ['an indication', Buffer.from('001100002112a442b7e7a701bc34d686fa87dfae', 'hex')],
    ['another method', Buffer.from('000300002112a442b7e7a701bc34d686fa87dfae', 'hex')],
    ['a success response', Buffer.from('010100002112a442b7e7a701bc34d686fa87dfae', 'hex')],
    ['half a header', PLAIN_REQUEST.subarray(0, 12)],
    ['a length that is not its own', Buffer.from('000100042112a442b7e7a701bc34d686fa87dfae', 'hex')],
    ['an attribute that is cut short', withAttributes('0006000961626364')],
    ['half an attribute header', withAttributes('0006')],
  ])('is not what %s is: no answer', (_what, datagram) => {
    expect(isStun(datagram)).toBe(true);
    expect(stunAnswer(datagram, '192.0.2.1', 1)).toBeNull();
  });
});
