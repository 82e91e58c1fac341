import { expect, it } from 'vitest';
import { attachOtherRequests } from './other-requests.ts';

type Handler = Parameters<Parameters<typeof attachOtherRequests>[0]['use']>[1];

/** The status and headers that a method with these headers is answered with. */
function answerTo(method: string, headers: Readonly<Record<string, string>>) {
  const handlers = new Map<string, Handler>();
  const routes = { use: (name: string, handler: Handler) => handlers.set(name, handler) };
  attachOtherRequests(routes, routes);
  let answer: readonly [number, Record<string, string>] = [0, {}];
  handlers.get(method)?.(
    { get: (name) => headers[name] },
    {
      send: (status, _reason, options) => {
        answer = [status, options.headers];
      },
    },
  );
  return answer;
}

it('a phone that asks whether we are alive is told what we can', () =>
  expect(answerTo('options', { Require: 'Path, timer' })).toEqual([
    200,
    expect.objectContaining({
      Supported: 'path, outbound, timer',
      Accept: 'application/sdp',
      'Allow-Events': 'message-summary',
    }),
  ]));

it('a phone that requires what we have not is told what that is', () =>
  expect(answerTo('options', { Require: 'timer, teleport', 'Proxy-Require': 'Foo' })).toEqual([
    420,
    { Unsupported: 'foo, teleport' },
  ]));

it('an option tag that is no token is not repeated to its sender', () =>
  expect(answerTo('options', { Require: 'a b' })).toEqual([400, {}]));

it('a method that starts something we do not do is refused with those we do', () =>
  expect(answerTo('publish', {})).toEqual([405, { Allow: expect.stringContaining('INVITE') }]));
