import { describe, expect, test } from 'vitest';
import { encodeFrame, FrameDecoder, maxFrameBytes } from './frame.ts';

function texts(payloads: readonly Buffer[]): string[] {
  return payloads.map((payload) => payload.toString());
}

describe('frames', () => {
  test('that are split at any byte come out whole', () => {
    const stream = Buffer.concat([encodeFrame('a|ping'), encodeFrame('b|sip||\r\n', Buffer.from('☎ body'))]);
    for (let cut = 1; cut < stream.length; cut += 1) {
      const decoder = new FrameDecoder();
      const first = decoder.push(stream.subarray(0, cut));
      const second = decoder.push(stream.subarray(cut));
      expect(texts([...first.payloads, ...second.payloads])).toEqual(['a|ping', 'b|sip||\r\n☎ body']);
    }
  });

  test('that are merged come out one by one', () => {
    const batch = new FrameDecoder().push(Buffer.from('1#a2#bc3#d#f'));
    expect(texts(batch.payloads)).toEqual(['a', 'bc', 'd#f']);
  });

  test('may be as long as the limit and no longer', () => {
    const longest = Buffer.alloc(maxFrameBytes, 'x');
    expect(new FrameDecoder().push(encodeFrame('', longest)).payloads[0]?.equals(longest)).toBe(true);
    expect(new FrameDecoder().push(Buffer.from(`${maxFrameBytes + 1}#`))).toMatchObject({ ok: false });
  });

  test.each(['#x', 'x', '-1#x', '1.5#x', '0#', ' 1#x', '123456789#'])(
    'with the prefix %j end the connection',
    (text) => {
      expect(new FrameDecoder().push(Buffer.from(text)).ok).toBe(false);
    },
  );

  test('before a broken prefix are still delivered', () => {
    const batch = new FrameDecoder().push(Buffer.from('1#aGET / HTTP/1.1'));
    expect(texts(batch.payloads)).toEqual(['a']);
    expect(batch.ok).toBe(false);
  });
});
