import { contentOf, createApiClient } from '@tandem/api-client';
import type { Account } from '../core/account/account.ts';

/**
 * A signed-in account on a fake API.
 * @param answerTo what the API answers, perhaps later, as JSON unless it is text; null: that its database does not answer
 */
export function fakeAccount(answerTo: (url: URL, method: string) => unknown): Pick<Account, 'request'> {
  const api = createApiClient('http://phone.test', async (request) => {
    const answer = await answerTo(new URL(request.url), request.method);
    if (typeof answer === 'string') return new Response(answer);
    if (answer !== null) return Response.json(answer);
    const problem = { type: '/', title: '', status: 503, instance: '', code: 'database-down' };
    return Response.json({ ...problem, detail: 'The database does not answer.' }, { status: 503 });
  });
  return { request: (ask, answer) => contentOf(ask(api, { authorization: 'Bearer x' }), answer) };
}
