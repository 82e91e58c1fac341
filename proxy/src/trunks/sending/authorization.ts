import { isIP } from 'node:net';
import { answerChallenges, type DigestAccount, parseChallenges } from '../../authentication/digest-client.ts';
import { oneLine } from '../../calls/call-headers.ts';
import type { ReceivedResponse } from '../../calls/srf.ts';
import { bareAddress } from '../network.ts';

/** The header for the repeated request, or a sentence that says why there is none. */
export type Authorization =
  | {
      readonly kind: 'header';
      readonly name: 'Authorization' | 'Proxy-Authorization';
      readonly value: string;
    }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Why a challenge that follows our answer gets none. */
export const NOT_ACCEPTED = 'It did not accept the user name or the password.';

export const isChallenge = ({ status }: { readonly status: number }): boolean =>
  status === 401 || status === 407;

/**
 * Answers a 401 or 407 when it comes from the address that was asked and names the realm that the secret belongs to
 * (RFC 3261 §22). Nobody else gets anything that was made with the secret, which could be guessed from it.
 * @param account null: nobody gave us a secret
 * @param askedAddresses where the request went: one of these
 */
export function authorize(
  response: Pick<ReceivedResponse, 'status' | 'get' | 'source_address'>,
  account: DigestAccount | null,
  askedAddresses: readonly string[],
  request: { readonly method: string; readonly uri: string },
): Authorization {
  const refused = (sentence: string): Authorization => ({ kind: 'refused', sentence });
  if (!account) return refused('It asks for a password, and the trunk has none.');
  if (!askedAddresses.some((asked) => sameAddress(response.source_address, asked)))
    return refused(
      `The request for the password came from ${oneLine(response.source_address)} and not from ${askedAddresses.join(' or ')}, so it got no answer.`,
    );
  const proxy = response.status === 407;
  const text = response.get(proxy ? 'Proxy-Authenticate' : 'WWW-Authenticate') ?? '';
  const answer = answerChallenges(parseChallenges(text), account, request);
  switch (answer.kind) {
    case 'credentials':
      return {
        kind: 'header',
        name: proxy ? 'Proxy-Authorization' : 'Authorization',
        value: answer.value,
      };
    case 'wrong-realm':
      return refused(
        answer.realms.length === 0
          ? 'It asks for a password in a way that cannot be read.'
          : `It asks for the password of the realm ${[...new Set(answer.realms.map(shown))].join(', ')}, and the trunk's is for ${shown(account.realm)}. If this is your carrier, set the realm and type the password again.`,
      );
    case 'unknown-form':
      return refused(
        'It asks for a password in a form that nobody uses (neither MD5 nor SHA-256 with "auth").',
      );
  }
}

const shown = (realm: string): string => `"${oneLine(realm).slice(0, 80)}"`;

function sameAddress(one: string, other: string): boolean {
  const [a, b] = [bareAddress(one), bareAddress(other)];
  return isIP(a) !== 0 && a === b;
}
