import { expect, test } from 'vitest';
import { partiesOf } from './call-parties.ts';

const legs = [
  { party: 'caller' as const, callId: 'a', uri: 'sip:alice@example.com' },
  { party: 'callee' as const, callId: 'b', uri: 'sip:bob@192.0.2.7:5060' },
  { party: 'callee' as const, callId: 'c', uri: 'sip:bob@192.0.2.7:5060' },
];

const message = {
  atMs: 1,
  protocol: 'udp',
  peer: '192.0.2.7:5060',
  text: 'INVITE sip:x SIP/2.0\r\n\r\nv=0\r\no=-',
};

test('the caller stands left, Tandem beside, and each phone that was tried to the right', () => {
  expect(partiesOf({ legs, messages: [] }).parties).toEqual([
    'alice@example.com',
    'Tandem',
    'bob@192.0.2.7:5060',
    'bob@192.0.2.7:5060 (2)',
  ]);
});

test('a phone with an address of its own making is told by whom it is called for', () => {
  const text = 'INVITE sip:6i96beqo@i32ttc64.invalid SIP/2.0\r\nTo: "Bob" <sip:bob@example.com;x=y>\r\n\r\n';
  const invite = { ...message, leg: 1, direction: 'out' as const, summary: 'INVITE', text };
  const { parties, messages } = partiesOf({ legs, messages: [invite] });
  expect(parties).toEqual(['alice@example.com', 'Tandem', 'bob@example.com', 'bob@192.0.2.7:5060']);
  expect(messages[0]?.to).toBe('bob@example.com');
});

test('what comes in goes from the party to Tandem, and what goes out the other way', () => {
  const { messages } = partiesOf({
    legs,
    messages: [
      { ...message, leg: 0, direction: 'in', summary: 'INVITE' },
      { ...message, leg: 2, direction: 'out', summary: 'INVITE' },
      { ...message, leg: 2, direction: 'in', summary: '486 Busy Here', text: '' },
    ],
  });
  expect(messages.map(({ from, to, kind, withSdp }) => [from, to, kind, withSdp])).toEqual([
    ['alice@example.com', 'Tandem', 'request', true],
    ['Tandem', 'bob@192.0.2.7:5060 (2)', 'request', true],
    ['bob@192.0.2.7:5060 (2)', 'Tandem', 'failure', false],
  ]);
});
