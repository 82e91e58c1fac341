import { describe, expect, it } from 'vitest';
import { readKey, writeKey } from './keys-by-info.ts';

describe('a key in an INFO', () => {
  it.each([
    ['application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n', '5', 160],
    ['application/dtmf-relay', 'Signal= 5\r\nDuration= 160\r\n', '5', 160],
    ['Application/DTMF-Relay; charset=utf-8', 'signal=#\nduration=90', '#', 90],
    ['application/dtmf-relay', 'Signal=*\r\n', '*', 250],
    ['application/dtmf-relay', 'Signal=11\r\nDuration=100\r\n', '#', 100],
    ['application/dtmf-relay', 'Signal=d\r\nDuration=soon\r\n', 'D', 250],
    ['application/dtmf', '7', '7', 250],
    ['application/dtmf', '10\r\n', '*', 250],
    ['application/dtmf', 'Signal=7\r\nDuration=200\r\n', '7', 200],
  ])('%s %j is read', (type, body, key, durationMs) => {
    expect(readKey(type, body)).toEqual({ key, durationMs });
  });

  it.each([
    ['application/dtmf-relay', ''],
    ['application/dtmf-relay', '5'],
    ['application/dtmf-relay', 'Signal=16\r\nDuration=100\r\n'],
    ['application/dtmf-relay', 'Signal=hf\r\n'],
    ['application/dtmf-relay', 'Signal=55\r\n'],
    ['application/dtmf', '123'],
    ['application/media_control+xml', 'Signal=5\r\n'],
    [undefined, 'Signal=5\r\n'],
  ])('%s %j is none, and passes on as it is', (type, body) => {
    expect(readKey(type, body)).toBeNull();
  });

  it('is written as most gateways read it', () => {
    const { headers, body } = writeKey({ key: '#', durationMs: 159.6 });
    expect(headers).toEqual({ 'Content-Type': 'application/dtmf-relay' });
    expect(body).toBe('Signal=#\r\nDuration=160\r\n');
    expect(readKey(headers['Content-Type'], body)).toEqual({ key: '#', durationMs: 160 });
  });
});
