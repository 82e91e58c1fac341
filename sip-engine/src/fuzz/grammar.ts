import { oneOf, type Random } from './random.ts';

const METHODS = [
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'REGISTER',
  'MESSAGE',
  'we!rd',
  'x'.repeat(900),
] as const;
const HOSTS = [
  'example.com',
  '192.0.2.4',
  '[2001:db8::1]',
  'a-b.c',
  'localhost',
  '[::ffff:192.0.2.1]',
] as const;
const PROTOCOLS = ['UDP', 'TCP', 'TLS', 'WS', 'WSS', 'SCTP'] as const;
/** Linear white space where the grammar lets it stand. */
const SPACES = ['', '', '', ' ', '\t', '  ', '\r\n '] as const;
const USERS = ['', 'alice@', 'a%00b@', '+1234;x=y@', 'a:b@', '%61%6c@', "!$&'()*+,@"] as const;
const NAMES = ['', 'Alice ', '"A \\"l\\" ice" ', '"\xc3\xa9, <;>" ', 'a-b c. '] as const;
const BODIES = ['', '', 'v=0\r\n', '\0\xff\r\n\r\nBYE sip:x SIP/2.0\r\n', 'x'.repeat(2_000)] as const;
const OTHERS = [
  'Subject',
  's',
  'X-Unknown',
  'Require',
  'Supported',
  'k',
  'Event',
  'Date',
  'Expires',
  'Accept',
] as const;

/** A message put together by the rules of RFC 3261 §25.1, now and then with a value that they do not allow. */
export function generate(random: Random): string {
  const method = oneOf(random, METHODS);
  const body = oneOf(random, BODIES);
  const startLine =
    random(5) === 0
      ? `SIP/2.0 ${100 + random(620)} ${oneOf(random, ['OK', '', '\xd0\xbd'])}`
      : `${method} ${uri(random)} SIP/2.0`;
  const fields = [
    ...times(1 + random(3), () => field(random, ['Via', 'v'], via(random))),
    field(random, ['From', 'f', 'FROM'], `${nameAddr(random)};tag=${random(1e6)}`),
    field(random, ['To', 't'], nameAddr(random)),
    field(random, ['Call-ID', 'i'], `${random(1e9)}@${oneOf(random, HOSTS)}`),
    field(random, ['CSeq'], `${random(2 ** 31)}${oneOf(random, [' ', '  ', '\r\n\t'])}${method}`),
    ...times(random(2), () => field(random, ['Max-Forwards'], `${random(300)}`)),
    ...times(random(3), () =>
      field(random, ['Contact', 'm'], oneOf(random, ['*', contact(random), contact(random)])),
    ),
    ...times(random(4), () =>
      field(random, OTHERS, `${random(1e6)}${oneOf(random, [', ', ';', ' ', '"'])}x`),
    ),
    field(random, ['Content-Length', 'l'], `${random(20) === 0 ? random(5_000) : body.length}`),
  ];
  if (random(10) === 0) fields.sort(() => random(3) - 1);
  return `${startLine}\r\n${fields.join('')}\r\n${body}`;
}

const times = (count: number, make: () => string): string[] => Array.from({ length: count }, make);

function field(random: Random, names: readonly [string, ...string[]], value: string): string {
  return `${oneOf(random, names)}${oneOf(random, ['', '', ' ', '\t'])}:${oneOf(random, SPACES)}${value}\r\n`;
}

function uri(random: Random): string {
  if (random(20) === 0)
    return oneOf(random, ['tel:+1;ext=2', 'urn:service:sos', 'mailto:a@b', 'sip:', 'sips:@']);
  const port = oneOf(random, ['', '', `:${random(70_000)}`]);
  const params = oneOf(random, ['', ';transport=tcp', ';lr', ';maddr=192.0.2.1;ttl=3', ';x=%41']);
  return `${oneOf(random, ['sip', 'sips', 'SIP'])}:${oneOf(random, USERS)}${oneOf(random, HOSTS)}${port}${params}`;
}

function via(random: Random): string {
  const space = oneOf(random, SPACES);
  const params = oneOf(random, [
    '',
    ';rport',
    ';received=192.0.2.9',
    `${space};${space}ttl=1`,
    ';received=::1',
  ]);
  const first = `SIP${space}/${space}2.0/${oneOf(random, PROTOCOLS)} ${oneOf(random, HOSTS)}${params};branch=z9hG4bK${random(1e9)}`;
  return random(4) === 0 ? `${first}${space},${via(random)}` : first;
}

function nameAddr(random: Random): string {
  return random(3) === 0 ? `sip:a@${oneOf(random, HOSTS)}` : `${oneOf(random, NAMES)}<${uri(random)}>`;
}

function contact(random: Random): string {
  const params = oneOf(random, ['', ';q=0.5', ';expires=60', ';+sip.instance="<urn:uuid:1>"']);
  const first = `${oneOf(random, NAMES)}<${uri(random)}>${params}`;
  return random(4) === 0 ? `${first}, ${contact(random)}` : first;
}
