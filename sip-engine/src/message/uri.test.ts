import { describe, expect, test } from 'vitest';
import { differAtSight, formatUri, isUri, parseUri, sameUri } from './uri.ts';

describe('a URI is taken apart', () => {
  test('with all its parts', () => {
    const uri = parseUri(
      'SIPS:a%20b;x=1:pw@Example.COM:5061;Transport=TCP;lr;maddr=[2001:db8::1]?Subject=hi&p=1',
    );
    expect(uri).toMatchObject({
      scheme: 'sips',
      user: 'a%20b;x=1',
      password: 'pw',
      host: 'example.com',
      port: 5061,
    });
    expect([...(uri?.params ?? [])]).toEqual([
      ['transport', 'TCP'],
      ['lr', null],
      ['maddr', '[2001:db8::1]'],
    ]);
    expect(uri?.headers).toBe('Subject=hi&p=1');
  });

  test.each([
    ['sip:example.com', 'example.com', undefined],
    ['sip:[2001:db8::10:5070]', '[2001:db8::10:5070]', undefined],
    ['sip:u@[2001:db8::10]:5070', '[2001:db8::10]', 5070],
    ['sip:10.0.0.7:51234;transport=ws', '10.0.0.7', 51_234],
    ['sip:abc_def.invalid', 'abc_def.invalid', undefined],
  ])('%s', (text, host, port) => {
    expect(parseUri(text)).toMatchObject({ host });
    expect(parseUri(text)?.port).toBe(port);
  });

  test('of another scheme keeps what follows', () => {
    expect(parseUri('tel:+1-201-555;phone-context=x')).toMatchObject({
      scheme: 'tel',
      user: '+1-201-555',
      host: '',
    });
    expect(parseUri('isbn:2983792873')).toMatchObject({ scheme: 'isbn', user: '2983792873' });
  });

  test.each([
    '',
    'sip:',
    'bob@example.com',
    'sip:@example.com',
    'sip:a b@example.com',
    'sip:a@b@c',
    'sip:a@exa mple.com',
    'sip:a@example.com:',
    'sip:a@example.com;',
    'sip:a@example.com;;lr',
    'sip:a@-example.com',
    'sip:a@[2001:db8::1',
    'sip:2001:db8::1',
    'sip:a@example.com?',
    'sip:%zz@example.com',
    'tel:',
    '1a:b',
  ])('but not "%s"', (text) => {
    expect(parseUri(text)).toBeNull();
    expect(isUri(text)).toBe(false);
  });

  test.each([
    ['sip:a@b;lr;transport=tcp', undefined],
    ['sip:a@b;transport=tcp;TRANSPORT=udp', true],
    ['tel:1;ext=2;ext=3', true],
    ['sip:a@b;transport=udp;transport=UDP', undefined],
    ['sip:a@b;lr;lr=on', true],
  ])('%s, with a note when a parameter has two values', (text, ambiguous) => {
    expect(parseUri(text)?.params.ambiguous).toBe(ambiguous);
  });

  test('and put together again', () => {
    for (const text of [
      'sip:bob@example.com;lr',
      'sips:a:b@[::1]:5061;transport=tls?x=y',
      'tel:+1;ext=5',
      'urn:service:sos',
    ]) {
      const uri = parseUri(text);
      expect(uri && formatUri(uri)).toBe(text);
    }
  });
});

/** The examples of RFC 3261 §19.1.4. */
describe('two URIs', () => {
  const same = (a: string, b: string) => {
    const [first, second] = [parseUri(a), parseUri(b)];
    if (first === null || second === null) throw new Error('Not a URI');
    return sameUri(first, second);
  };

  test.each([
    ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5'],
    ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;newparam=5'],
    [
      'sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com',
      'sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com',
    ],
    [
      'sip:alice@atlanta.com?subject=project%20x&priority=urgent',
      'sip:alice@atlanta.com?priority=urgent&subject=project%20x',
    ],
  ])('%s and %s are equal', (a, b) => {
    expect(same(a, b)).toBe(true);
    expect(same(b, a)).toBe(true);
    expect(differAtSight(a, b) || differAtSight(b, a)).toBe(false);
  });

  test.each([
    ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next%20meeting'],
    ['sip:bob@phone21.boxesbybob.com', 'sip:bob@192.0.2.4'],
    ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off'],
    ['sip:null-%00-null@example.com', 'sip:null-%01-null@example.com'],
    ['sip:a@b', 'sips:a@b'],
    ['sip:b', 'sip:x@b'],
  ])('%s and %s differ', (a, b) => {
    expect(same(a, b)).toBe(false);
    expect(same(b, a)).toBe(false);
  });

  test.each([
    ['sip:a@b:5060', 'sip:a@b:05060', false],
    ['sip:a@b', 'sip:a@b;transport=tcp', false],
    ['sip:a@b', 'sip:A@b', false],
    ['sip:a@192.0.2.1:5061', 'sip:a@192.0.2.1:5062', true],
    ['sip:a@b', 'sip:a@b:5060', true],
    ['sip:ab@c', 'sip:a@c', true],
    ['sip:%61@c', 'sip:b@c', false],
  ])('%s and %s differ at sight: %s', (a, b, differ) => {
    expect(differAtSight(a, b)).toBe(differ);
    expect(differAtSight(b, a)).toBe(differ);
  });
});
