import { describe, expect, test } from 'vitest';
import { parseCSeq } from './cseq.ts';
import { areContacts, isNameAddr, parseContacts, parseNameAddr, splitCommaList, tagOf } from './name-addr.ts';

describe('an address with a name', () => {
  test('is taken apart, the name unquoted', () => {
    const address = parseNameAddr('"A \\"B\\" \\\\" <sip:a@b;lr>;tag=x;+sip.instance="<urn:uuid:1>";flag');
    expect(address).toMatchObject({ displayName: 'A "B" \\', uri: 'sip:a@b;lr' });
    expect([...(address?.params ?? [])]).toEqual([
      ['tag', 'x'],
      ['+sip.instance', '"<urn:uuid:1>"'],
      ['flag', null],
    ]);
  });

  test('may have no name, or one of several words', () => {
    expect(parseNameAddr('<sip:a@b>')?.displayName).toBeUndefined();
    expect(parseNameAddr('Alice of Wonderland <sip:a@b>')?.displayName).toBe('Alice of Wonderland');
  });

  test('without brackets leaves its parameters to the header field', () => {
    const address = parseNameAddr('sip:a@b;tag=x');
    expect(address?.uri).toBe('sip:a@b');
    expect(address?.params.get('tag')).toBe('x');
  });

  test('may have a control character behind a backslash', () => {
    expect(parseNameAddr('"BEL:\\\x07\t" <sip:a@b>')?.displayName).toBe('BEL:\x07\t');
  });

  test.each([
    '',
    '<>',
    '<sip:a@b',
    'sip:a@b>',
    '"a <sip:a@b>',
    '"a" sip:a@b',
    'a, b <sip:a@b>',
    '< sip:a@b>',
    '<sip:a@b>;;',
    '<sip:a@b> x',
    '<sip:a@b>, <sip:c@d>',
    'sip:a@b, sip:c@d',
    'sip:a@b?x=y',
    '<sip:a@b>;tag=',
    '<sip:a@b>;tag="x',
    '"a\x07" <sip:a@b>',
    '<sip:a@b>;x="\x7f"',
  ])('is not "%s"', (text) => {
    expect(parseNameAddr(text)).toBeNull();
    expect(isNameAddr(text, false)).toBe(false);
  });
});

test.each([
  '<sip:a@b>;tag=x;Tag=y',
  'sip:a@b;tag=x;tag=y',
  '<sip:a@b;lr;LR=on>',
  '"A" <sip:a@b;transport=tcp;transport=udp>;tag=x',
])('"%s" gives a parameter two values', (text) => {
  expect([isNameAddr(text, false), isNameAddr(text, true)]).toEqual([true, false]);
  const contacts = ['<sip:c@d>', text];
  expect([areContacts(contacts, false), areContacts(contacts, true)]).toEqual([true, false]);
});

test('a parameter that comes twice with the same value is clear', () => {
  expect(isNameAddr('<sip:a@b;transport=udp;transport=udp>;tag=x;tag=x', true)).toBe(true);
});

test('a list is split at its commas, not at those in quotes or brackets', () => {
  expect(splitCommaList('"a, \\", b" <sip:a@b,c>;x="1,2" , <sip:c@d>')).toEqual([
    '"a, \\", b" <sip:a@b,c>;x="1,2"',
    '<sip:c@d>',
  ]);
  expect(splitCommaList(' one ')).toEqual(['one']);
});

test('Contacts are read over several lines and lists; a star stands alone', () => {
  const contacts = parseContacts(['<sip:a@b>;q=0.7, "B" <sip:c@d>', 'sip:e@f']);
  expect(contacts === '*' || contacts?.map((each) => each.uri)).toEqual(['sip:a@b', 'sip:c@d', 'sip:e@f']);
  expect(parseContacts(['*'])).toBe('*');
  expect(parseContacts(['*', '<sip:a@b>'])).toBeNull();
  expect(parseContacts(['<sip:a@b>;;'])).toBeNull();
  expect(areContacts(['<sip:a@b>, ,'], true)).toBe(false);
});

test('the tag is that of the header field, not of the URI or the name', () => {
  expect(tagOf('"x;tag=1" <sip:a@b;tag=2>')).toBeUndefined();
  expect(tagOf('"x" <sip:a@b;tag=2>;x=y;TAG = 3')).toBe('3');
  expect(tagOf('<sip:a@b>;tag=4')).toBe('4');
});

test('a CSeq is a number below 2^31 and a method', () => {
  expect(parseCSeq('0009 \t INVITE')).toEqual({ number: 9, method: 'INVITE' });
  expect(parseCSeq('2147483647 X')).toEqual({ number: 2_147_483_647, method: 'X' });
  for (const text of ['2147483648 X', '1', 'INVITE 1', '1 INVITE x', '1.5 X', ''])
    expect(parseCSeq(text)).toBeNull();
});
