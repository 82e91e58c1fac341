import type { CallReport } from '@tandem/api-types/calls';
import { addressText } from '../calls/call-text.ts';
import { kindOf, type LadderMessage } from './ladder-layout.ts';

const server = 'Tandem';

/** The parties of a call from left to right, callers first and Tandem between them and the called, and its messages. */
export function partiesOf({ legs, messages }: Pick<CallReport, 'legs' | 'messages'>): {
  parties: string[];
  messages: LadderMessage[];
} {
  const names = namesOf(
    legs.map(({ party, uri }, leg) => (party === 'callee' && calledIn(messages, leg)) || addressText(uri)),
  );
  const ofSide = (side: 'caller' | 'callee') =>
    legs.flatMap(({ party }, index) => (party === side ? [names[index] ?? ''] : []));
  return {
    parties: [...ofSide('caller'), server, ...ofSide('callee')],
    messages: messages.map(({ atMs, leg, direction, summary, text }) => {
      const peer = names[leg] ?? '';
      const status = /^\d{3}\b/.exec(summary);
      return {
        atMs,
        from: direction === 'in' ? peer : server,
        to: direction === 'in' ? server : peer,
        label: summary,
        kind: kindOf(status ? Number(status[0]) : null),
        withSdp: /^v=0\r?$/m.test(text),
      };
    }),
  };
}

/** Whom a leg is for: a browser's own address is a word that means nothing to anybody. */
function calledIn(messages: CallReport['messages'], leg: number): string | null {
  const first = messages.find((message) => message.leg === leg);
  const to = /^(?:To|t)[ \t]*:.*?(sips?:[^;>\s]+)/im.exec(first?.text ?? '')?.[1];
  return to === undefined ? null : addressText(to);
}

/** Parties of the same address are told apart by a number. */
function namesOf(addresses: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return addresses.map((address) => {
    const count = (seen.get(address) ?? 0) + 1;
    seen.set(address, count);
    return count === 1 ? address : `${address} (${count})`;
  });
}
