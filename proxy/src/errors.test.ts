import { describe, expect, it } from 'vitest';
import { refusalSentence, refusals, TandemError } from './errors.ts';

describe('what an admin reads of a refusal', () => {
  it('says the detail as the end of the sentence', () => {
    expect(refusalSentence('leg-lost', 'the callee does not answer')).toBe(
      'A phone disappeared during the call: the callee does not answer.',
    );
    expect(refusalSentence('limit-reached', 'alice spent it all.')).toBe(
      'A limit against misuse is reached: alice spent it all.',
    );
    expect(refusalSentence('busy')).toBe('The dialled user is on another call.');
    expect(new TandemError('voicemail-storage', 'the disk is full').message).toBe(
      'No voicemail message can be kept now: the disk is full.',
    );
  });

  it('is one whole sentence, whatever the refusal', () => {
    for (const { sentence } of Object.values(refusals)) expect(sentence).toMatch(/^[A-Z][^.]*\.$/);
  });
});
