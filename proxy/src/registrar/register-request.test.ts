import { describe, expect, it } from 'vitest';
import { readRegister } from './register-request.ts';

const identity = { userId: 'user-1', username: 'alice', deviceId: 'device-1' };
const domains = new Set(['tandem.example', '192.0.2.10', '[2001:db8::10]']);

function read(headers: Record<string, string | undefined> = {}, requestUri = 'sip:tandem.example') {
  const all: Record<string, string | undefined> = {
    To: '<sip:alice@tandem.example>',
    'Call-ID': 'c1',
    CSeq: '7 REGISTER',
    Contact: '<sip:alice@192.0.2.1:5062>',
    ...headers,
  };
  return readRegister(
    {
      requestUri,
      source: { protocol: 'udp', address: '192.0.2.1', port: 5062 },
      header: (name) => all[name],
    },
    identity,
    (host) => domains.has(host),
  );
}

describe('a REGISTER', () => {
  it('is read with all that a phone says of itself', () => {
    const contact =
      '"Alice" <sip:x7@abc.invalid;transport=ws>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-000A95A0E128>"' +
      ';reg-id=1;q=0.5;expires=120';
    const request = read({
      Contact: contact,
      Path: '<sip:edge.example;lr>, <sip:flow@edge2.example;lr;ob>',
      Supported: 'path, Outbound , gruu',
      Require: 'outbound',
      'User-Agent': 'x'.repeat(300),
    });
    expect(request).toEqual({
      username: 'alice',
      deviceId: 'device-1',
      callId: 'c1',
      cseq: 7,
      contacts: [
        {
          contactUri: 'sip:x7@abc.invalid;transport=ws',
          expiresSeconds: 120,
          instanceId: '<urn:uuid:00000000-0000-1000-8000-000A95A0E128>',
          regId: 1,
          qThousandths: 500,
        },
      ],
      path: ['<sip:edge.example;lr>', '<sip:flow@edge2.example;lr;ob>'],
      supportsPath: true,
      supportsOutbound: true,
      userAgent: 'x'.repeat(255),
      source: { protocol: 'udp', address: '192.0.2.1', port: 5062 },
    });
  });

  it.each([
    ['of the contact, then of the Expires header', '<sip:a@b>;expires=90, <sip:c@d>', '300', [90, 300]],
    ['that nobody named', '<sip:a@b>', undefined, [null]],
    ['that cannot be read as an hour', '<sip:a@b>;expires=soon, <sip:c@d>', 'Tue', [3600, 3600]],
  ])('takes the expiry %s', (_, contact, expires, seconds) => {
    const request = read({ Contact: contact, Expires: expires });
    const contacts = 'contacts' in request && request.contacts !== 'all' ? request.contacts : [];
    expect(contacts.map(({ expiresSeconds }) => expiresSeconds)).toEqual(seconds);
  });

  it('without Contact only asks', () => {
    expect(read({ Contact: undefined })).toMatchObject({ contacts: [] });
  });

  it('may remove everything, but only with Expires: 0 and nothing else', () => {
    expect(read({ Contact: '*', Expires: '0' })).toMatchObject({ contacts: 'all' });
    for (const [contact, expires] of [
      ['*', undefined],
      ['*', '60'],
      ['*, <sip:a@b>', '0'],
      ['<sip:a@b>, *', '0'],
    ]) {
      expect(read({ Contact: contact, Expires: expires })).toMatchObject({ key: 'bad-request' });
    }
  });

  it.each([
    ['sip:192.0.2.10', '<sip:alice@tandem.example>'],
    ['sip:[2001:db8::10]:5060;transport=tcp', '<sips:ALICE@[2001:db8::10]>'],
    ['sip:tandem.example', 'Alice <sip:%61lice@TANDEM.example>;x=y'],
    ['sip:tandem.example', 'sip:alice@tandem.example'],
  ])('to %s for %s is of our address-of-record', (requestUri, to) => {
    expect(read({ To: to }, requestUri)).toMatchObject({ username: 'alice' });
  });

  it.each([
    ['another user of ours', 'sip:tandem.example', '<sip:bob@tandem.example>', 'not-your-address'],
    ['another domain', 'sip:tandem.example', '<sip:alice@elsewhere.example>', 'not-found'],
    ['another registrar', 'sip:elsewhere.example', '<sip:alice@tandem.example>', 'not-found'],
    ['nobody', 'sip:tandem.example', '<sip:tandem.example>', 'not-found'],
    ['a telephone number', 'sip:tandem.example', '<tel:+43123>', 'not-found'],
    ['rubbish', 'sip:tandem.example', 'alice', 'bad-request'],
  ])('for %s is refused', (_, requestUri, to, key) => {
    expect(read({ To: to }, requestUri)).toMatchObject({ kind: 'refused', key });
  });

  it('that requires what we do not have is told what that is', () => {
    expect(read({ Require: 'path, gruu, x-magic' })).toMatchObject({
      key: 'bad-extension',
      headers: [['Unsupported', 'gruu, x-magic']],
    });
    expect(read({ Require: 'gruu\u0007<' })).toMatchObject({ key: 'bad-request' });
  });

  it.each([
    ['a Contact that is no address', { Contact: '<sip:>' }],
    ['a Contact that is not SIP', { Contact: '<mailto:alice@example.org>' }],
    ['a q above 1', { Contact: '<sip:a@b>;q=1.5' }],
    ['a reg-id of 0', { Contact: '<sip:a@b>;reg-id=0' }],
    ['a reg-id that is no number', { Contact: '<sip:a@b>;reg-id=x' }],
    ['an instance without quotes', { Contact: '<sip:a@b>;+sip.instance=urn' }],
    ['an endless instance', { Contact: `<sip:a@b>;+sip.instance="${'x'.repeat(256)}"` }],
    ['an endless Contact', { Contact: `<sip:${'a'.repeat(2000)}@b>` }],
    ['a crowd of Contacts', { Contact: Array.from({ length: 21 }, (_, i) => `<sip:a${i}@b>`).join(',') }],
    ['no Call-ID', { 'Call-ID': undefined }],
    ['an endless Call-ID', { 'Call-ID': 'x'.repeat(300) }],
    ['no CSeq', { CSeq: undefined }],
    ['a CSeq beyond 32 bits', { CSeq: '4294967296 REGISTER' }],
    ['a Path that is no address', { Path: 'edge' }],
    ['a Path that ends in nothing', { Path: '<sip:edge;lr>,' }],
    ['an endless Path', { Path: Array.from({ length: 11 }, () => '<sip:edge;lr>').join(',') }],
  ])('with %s is a bad request', (_, headers) => {
    expect(read(headers)).toMatchObject({ kind: 'refused', key: 'bad-request' });
  });
});
