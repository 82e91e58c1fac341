import { describe, expect, test } from 'vitest';
import { toneFor } from '../sound/tone-choice.ts';
import { callEnd, callEndOfCancel, callEndOfMediaError, callEndOfStatus } from './call-end.ts';
import { type CallPhase, type CallView, callDesk } from './call-engine.ts';

function call(id: string, phase: CallPhase, change: Partial<CallView> = {}): CallView {
  return {
    id,
    direction: 'outgoing',
    peer: { uri: 'sip:bob@example.com', displayName: null },
    phase,
    muted: false,
    held: false,
    heldByPeer: false,
    recovering: false,
    answeredAtMs: null,
    endedAtMs: null,
    end: phase === 'ended' ? callEnd('hung-up') : null,
    notice: null,
    ...change,
  };
}

describe('the screen shows', () => {
  test.each<[string, CallView[], string | undefined, string | undefined]>([
    ['nothing without calls', [], undefined, undefined],
    ['an incoming call', [call('a', 'incoming')], 'a', undefined],
    [
      'the running call, with the new one beside it',
      [call('a', 'established'), call('b', 'incoming')],
      'a',
      'b',
    ],
    [
      'the call that talks before the one on hold',
      [call('a', 'established', { held: true }), call('b', 'calling')],
      'b',
      'a',
    ],
    ['why a call ended', [call('a', 'ended')], 'a', undefined],
    [
      'a new call rather than why the last one ended',
      [call('a', 'ended'), call('b', 'incoming')],
      'b',
      undefined,
    ],
  ])('%s', (_what, calls, front, waiting) => {
    const desk = callDesk(calls);
    expect([desk.front?.id, desk.waiting?.id]).toEqual([front, waiting]);
  });
});

describe('the tone is', () => {
  test.each<[string | null, CallView[]]>([
    [null, []],
    ['ring', [call('a', 'incoming')]],
    ['ring-back', [call('a', 'ringing')]],
    ['call-waiting', [call('a', 'established'), call('b', 'incoming')]],
    [null, [call('a', 'established')]],
    ['busy', [call('a', 'ended', { end: callEnd('busy') })]],
    [null, [call('a', 'ended')]],
  ])('%s', (tone, calls) => {
    expect(toneFor(calls)).toBe(tone);
  });
});

test.each([
  [404, 'Not Found', 'not-found'],
  [480, 'Temporarily Unavailable', 'unreachable'],
  [480, 'No answer', 'no-answer'],
  [408, 'Request Timeout', 'no-answer'],
  [486, 'Busy Here', 'busy'],
  [603, 'Decline', 'declined'],
  [403, 'Forbidden', 'refused'],
  [503, 'Service Unavailable', 'failed'],
  [599, '', 'failed'],
])('a call refused with %d %s ended as %s', (status, reason, cause) => {
  expect(callEndOfStatus(status, reason)).toMatchObject({ cause, sentence: expect.stringMatching(/\.$/) });
});

test('who calls the own address hears that no other phone of theirs is on', () => {
  expect(callEndOfStatus(480, 'Temporarily Unavailable', true)).toEqual({
    cause: 'unreachable',
    sentence: expect.stringContaining('your own address'),
  });
  expect(callEndOfStatus(480, 'No answer', true)).toEqual(callEnd('no-answer'));
});

test('a call taken by another phone of mine is not a missed one', () => {
  expect(callEndOfCancel('SIP;cause=200;text="Call completed elsewhere"').cause).toBe('answered-elsewhere');
  expect(callEndOfCancel('SIP ;cause=487').cause).toBe('missed');
  expect(callEndOfCancel('Q.850;cause=200').cause).toBe('missed');
  expect(callEndOfCancel(undefined).cause).toBe('missed');
});

test('a microphone that cannot be used is explained', () => {
  const sentence = (name: string, secure = true) =>
    callEndOfMediaError(new DOMException('x', name), secure)?.sentence;
  expect(sentence('NotAllowedError')).toContain('Allow it');
  expect(sentence('NotFoundError')).toBe('No microphone was found.');
  expect(sentence('NotReadableError')).toContain('Another program');
  expect(sentence('NotAllowedError', false)).toContain('https://');
  expect(callEndOfMediaError(new Error('x'), true)).toBeNull();
});
