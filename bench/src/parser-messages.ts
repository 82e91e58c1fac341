const message = (lines: readonly string[], body = ''): Buffer =>
  Buffer.from(`${[...lines, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body}`);

const sdp = [
  ...['v=0', 'o=alice 3724394400 3724394405 IN IP4 192.0.2.101', 's=-', 'c=IN IP4 192.0.2.101', 't=0 0'],
  ...['m=audio 49170 RTP/AVP 9 0 8 101', 'a=rtpmap:9 G722/8000', 'a=rtpmap:0 PCMU/8000'],
  ...['a=rtpmap:8 PCMA/8000', 'a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-16', 'a=sendrecv', ''],
].join('\r\n');

/** What a server gets all day, and one message as the grammar allows it and nobody writes it. */
export const messages = {
  REGISTER: message([
    'REGISTER sip:example.com SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.101:5060;branch=z9hG4bK-524287-1---3f1c8a5b6d7e;rport',
    'Max-Forwards: 70',
    'Contact: <sip:alice@192.0.2.101:5060;rinstance=fa05b3c9a1>;+sip.instance="<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>";reg-id=1',
    'To: "Alice" <sip:alice@example.com>',
    'From: "Alice" <sip:alice@example.com>;tag=8a6b3f11',
    'Call-ID: 97123NDQ1NmE3YjhjOWQwZTFmMmEzYjRjNWQ2ZTdmOGE5YjA',
    'CSeq: 2 REGISTER',
    'Expires: 600',
    'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO, UPDATE, PRACK',
    'User-Agent: Desk phone 4.2',
    'Authorization: Digest username="alice",realm="tandem",nonce="1f8b3c5d7e9a.0a1b2c3d",uri="sip:example.com",response="6629fae49393a05397450978507c4ef1",cnonce="0a4f113b",nc=00000001,qop=auth,algorithm=MD5',
  ]),
  INVITE: message(
    [
      'INVITE sip:bob@example.com SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.101:5060;branch=z9hG4bK-524287-1---7a9b1c2d3e4f;rport',
      'Max-Forwards: 70',
      'Contact: <sip:alice@192.0.2.101:5060>',
      'To: <sip:bob@example.com>',
      'From: "Alice" <sip:alice@example.com>;tag=1928301774',
      'Call-ID: a84b4c76e66710@192.0.2.101',
      'CSeq: 314159 INVITE',
      'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO, UPDATE, PRACK',
      'Content-Type: application/sdp',
      'Supported: replaces, timer, 100rel',
      'Session-Expires: 1800;refresher=uac',
      'User-Agent: Desk phone 4.2',
    ],
    sdp,
  ),
  '200': message(
    [
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK77ef4c2312983.1',
      'Via: SIP/2.0/UDP 192.0.2.101:5060;branch=z9hG4bK-524287-1---7a9b1c2d3e4f;rport=5060;received=192.0.2.101',
      'Record-Route: <sip:192.0.2.10;lr>',
      'Contact: <sip:bob@192.0.2.4:5060>',
      'To: <sip:bob@example.com>;tag=a6c85cf',
      'From: "Alice" <sip:alice@example.com>;tag=1928301774',
      'Call-ID: a84b4c76e66710@192.0.2.101',
      'CSeq: 314159 INVITE',
      'Content-Type: application/sdp',
      'Supported: timer',
      'Session-Expires: 1800;refresher=uac',
    ],
    sdp,
  ),
  awkward: message([
    'OPTIONS sip:%62ob;x-part=1@example.com:5061;transport=tcp;lr SIP/2.0',
    't: "Q \\"uoted\\", <and> ; strange" <sip:bob%40home@example.com;user=phone>  ;  tag = 98asjd8',
    'v: SIP / 2.0  /  UDP\r\n  [2001:db8::9:255]:5060 ; branch=z9hG4bK.odd ;\r\n\treceived = 192.0.2.5 ,',
    '\tSIP/2.0/TCP relay.example.com;branch=z9hG4bKa , SIP/2.0/WS k2.invalid;branch=z9hG4bKb',
    'f:  Alice of the long long name\r\n   <sip:alice@example.com>;tag=1;x-unknown="a;b,c"',
    'i:  f81d4fae-7dec-11d0-a765-00a0c91e6bf6@[2001:db8::9:1]',
    'cSEQ:   4711\r\n  OPTIONS',
    'MAX-forwards: 0068',
    'm: "Mr. Watson" <sip:watson@worcester.example.org>;q=0.7; expires=3600, "Bell" <mailto:bell@example.org> ;q=.1',
    ...Array.from({ length: 20 }, (_, index) => `X-Unheard-Of-${index}: ${'value '.repeat(index)}`),
  ]),
} as const;
