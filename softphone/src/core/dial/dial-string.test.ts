import type { DirectoryEntry } from '@tandem/api-types';
import { describe, expect, test } from 'vitest';
import { domainOfUri, meansSelf, parseDialString, suggest, userOfUri } from './dial-string.ts';

const person = (username: string, displayName: string, reachable = true): DirectoryEntry => ({
  username,
  displayName,
  addressOfRecord: `sip:${username}@example.com`,
  reachable,
});
const people = [
  person('bob', 'Bob Lindqvist'),
  person('bobby', 'Roberta Nováková', false),
  person('jose', 'José García'),
];
const uriOf = (text: string) => {
  const target = parseDialString(text, people, 'example.com');
  return target.kind === 'call' ? target.uri : target.kind;
};

describe('what somebody types is called', () => {
  test.each([
    ['bob', 'sip:bob@example.com'],
    ['BOB', 'sip:bob@example.com'],
    ['Bob Lindqvist', 'sip:bob@example.com'],
    ['roberta', 'sip:bobby@example.com'],
    ['novakova', 'sip:bobby@example.com'],
    ['jose garcia', 'sip:jose@example.com'],
    ['desk-phone', 'sip:desk-phone@example.com'],
    ['1000', 'sip:1000@example.com'],
    ['+49 (30) 123-456', 'sip:+4930123456@example.com'],
    ['tel:+1.555.0100', 'sip:+15550100@example.com'],
    ['*97#', 'sip:*97%23@example.com'],
    ['sip:carol@other.example', 'sip:carol@other.example'],
    ['SIPS:carol@other.example:5061', 'sips:carol@other.example:5061'],
    ['carol@192.0.2.7:5070', 'sip:carol@192.0.2.7:5070'],
    ['sip:carol@other.example;transport=tcp', 'sip:carol@other.example'],
  ])('%s as %s', (text, uri) => {
    expect(uriOf(text)).toBe(uri);
  });
});

test('a name that fits several people is not guessed', () => {
  const target = parseDialString('b', people, 'example.com');
  expect(target.kind === 'ambiguous' && target.candidates.map(({ username }) => username)).toEqual([
    'bob',
    'bobby',
  ]);
});

test.each(['', '   '])('nothing typed calls nobody', (text) => {
  expect(uriOf(text)).toBe('empty');
});

test.each(['sip:', 'carol@', '@example.com', 'two words', 'a@b c', 'sip:x\r\nVia: y@z'])(
  '%j is refused with a sentence',
  (text) => {
    expect(parseDialString(text, people, 'example.com')).toMatchObject({
      kind: 'unknown',
      sentence: expect.stringMatching(/\.$/),
    });
  },
);

test('suggestions come with those who can be reached first', () => {
  expect(suggest('', people, 10).map(({ username }) => username)).toEqual(['bob', 'jose', 'bobby']);
  expect(suggest('gar', people, 10).map(({ username }) => username)).toEqual(['jose']);
  expect(suggest('', people, 1)).toHaveLength(1);
});

test('the own name means oneself as long as it fits nobody else', () => {
  const self = { ...person('bo', 'Bo Garber'), reachable: true };
  expect(meansSelf('garber', { entries: people, self })).toBe(true);
  expect(meansSelf('bo', { entries: people, self })).toBe(false);
  expect(meansSelf('', { entries: [], self })).toBe(false);
  expect(meansSelf('garber', { entries: people, self: null })).toBe(false);
});

test('an address is shown by its user and split at its domain', () => {
  expect(userOfUri('sip:*97%23@example.com')).toBe('*97#');
  expect(userOfUri('sip:50%@example.com')).toBe('50%');
  expect(domainOfUri('sip:bob@example.com:5060;x=y')).toBe('example.com:5060');
});
