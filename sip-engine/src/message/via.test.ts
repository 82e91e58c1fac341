import { expect, test } from 'vitest';
import { firstVia, parseVia, splitFirstVia } from './via.ts';

test('a Via is taken apart, with all the white space it may have', () => {
  expect(
    parseVia(
      'SIP  /   2.0 / udp  first.example.com : 4000 ; ttl=16 ;maddr=224.2.0.1 ; branch = z9hG4bKa7c6.1',
    ),
  ).toMatchObject({
    protocol: 'UDP',
    host: 'first.example.com',
    port: 4000,
    branch: 'z9hG4bKa7c6.1',
  });
});

test.each([
  [
    'SIP/2.0/TCP [2001:db8::9:1]:6050;branch=z9hG4bKa;received=2001:db8::9:255',
    '[2001:db8::9:1]',
    '2001:db8::9:255',
  ],
  ['SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255]', '[2001:db8::9:1]', '[2001:db8::9:255]'],
  ['SIP/2.0/WSS df7jal23ls0d.invalid;received=192.0.2.1', 'df7jal23ls0d.invalid', '192.0.2.1'],
])('%s', (text, host, received) => {
  expect(parseVia(text)).toMatchObject({ host, received });
});

test.each([
  ';branch=z9hG4bK-1;rport;received=192.0.2.1',
  ':5062;BRANCH=z9hG4bKa;rport=0;alias',
  ';branch=a;rport;Branch=b',
  ';rport;rport=5',
  ';received=a;received=b',
  ';ttl=1;i=2;TTL=1',
  ';branch',
  ';received',
  ';received=[2001:db8::1];ttl=1;Rport=5062',
  '',
  ':65535;i=',
  ';x=y;',
])('the usual spelling of "a%s" says the same as an unusual one', (rest) => {
  const read = (text: string) => {
    const via = parseVia(text);
    return via && { ...via, params: [...via.params], paramsStart: 0 };
  };
  expect(read(`SIP/2.0/UDP a${rest}`)).toEqual(read(`SIP / 2.0/UDP a${rest}`));
});

test('rport asks without a value and tells with one', () => {
  expect(parseVia('SIP/2.0/UDP a;rport')?.rport).toBeNull();
  expect(parseVia('SIP/2.0/UDP a;rport=5062')?.rport).toBe(5062);
  expect(parseVia('SIP/2.0/UDP a')?.rport).toBeUndefined();
});

test.each([
  '',
  'SIP/2.0/UDP',
  'SIP/3.0/UDP a',
  'HTTP/2.0/UDP a',
  'SIP/2.0/UDP a b',
  'SIP/2.0/UDP a;;',
  'SIP/2.0/UDP a:99999',
  'SIP/2.0/UDP a:0',
  'SIP/2.0/UDP a;branch=',
])('"%s" is no Via', (text) => {
  expect(parseVia(text)).toBeNull();
});

test.each([
  [';branch=a;Branch=b', true],
  [';rport;RPORT=5', true],
  [';received=a;received=b', true],
  [';keep;x=y;keep=1', true],
  [';keep;x=y;branch=a;rport;received=b', false],
  [';branch=a;branch=a;rport;rport;received=b;received=b;keep;keep', false],
])('"a%s" gives a parameter two values: %s, and the first counts', (rest, ambiguous) => {
  for (const protocol of ['SIP/2.0/UDP', 'SIP / 2.0/UDP'])
    expect(parseVia(`${protocol} a${rest}`)?.ambiguous).toBe(ambiguous);
  expect(parseVia('SIP/2.0/UDP a;branch=a;Branch=b;rport;rport=5')).toMatchObject({
    branch: 'a',
    rport: null,
  });
});

test('parameters that no layer knows are there too', () => {
  expect([...(parseVia('SIP/2.0/UDP a;Branch=1;keep;X="a;b"')?.params ?? [])]).toEqual([
    ['branch', '1'],
    ['keep', null],
    ['x', '"a;b"'],
  ]);
});

test('the first of several on one line is the top one', () => {
  const line = 'SIP/2.0/UDP a;branch=1;x="q,r", SIP/2.0/TCP b;branch=2,SIP/2.0/UDP c';
  expect(firstVia(line)).toBe('SIP/2.0/UDP a;branch=1;x="q,r"');
  expect(splitFirstVia(line).rest).toBe('SIP/2.0/TCP b;branch=2, SIP/2.0/UDP c');
});
