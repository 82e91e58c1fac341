import { describe, expect, test } from 'vitest';
import { EMPTY_BODY, Headers, type SipResponse } from '../message/message.ts';
import { bestResponse, withAllChallenges } from './best-response.ts';

function response(status: number, challenge?: string): SipResponse {
  const headers = new Headers();
  if (challenge !== undefined) headers.append('Proxy-Authenticate', challenge);
  return { kind: 'response', status, reason: '', headers, body: EMPTY_BODY };
}

describe('when no branch succeeded', () => {
  test.each([
    [[404, 603, 486], 603],
    [[486, 404], 486],
    [[486, 407], 407],
    [[503, 404], 404],
    [[404, 302], 302],
    [[500, 503], 500],
  ])('of %j the caller gets %i', (statuses, best) => {
    expect(bestResponse(statuses.map((status) => response(status)))?.status).toBe(best);
  });

  test('the caller gets the challenges of all branches', () => {
    const [first, second] = [response(407, 'Digest realm="a"'), response(407, 'Digest realm="b"')];
    withAllChallenges(first, [first, second, response(404)]);
    expect(first.headers.getAll('Proxy-Authenticate')).toEqual(['Digest realm="a"', 'Digest realm="b"']);
  });
});
