import { once } from 'node:events';
import Srf from 'drachtio-srf';
import { afterEach, expect, test } from 'vitest';
import type { SipPeer } from '../testing/sip-peer.ts';
import { TestEngine, testSecret } from '../testing/test-engine.ts';
import type { NativeDialog } from './native-dialog.ts';

let engine: TestEngine;

afterEach(async () => {
  await engine.stop();
});

const ourUri = (): string => `sip:bob@127.0.0.1:${engine.port('udp')}`;
const dialogs = (): number =>
  engine.engine
    .metrics()
    .filter(({ name }) => name === 'sip_dialogs_active')
    .flatMap(({ values }) => values.map(({ value }) => value))
    .reduce((sum, value) => sum + value, 0);

/** Takes subscriptions to `weather` alone. @returns those that were taken, in order */
function subscribed(): Promise<NativeDialog> {
  const { calls } = engine.engine;
  return new Promise((resolve, reject) =>
    calls.use(
      'subscribe',
      (request, response) =>
        calls.createUAS(request, response, { localSdp: '', headers: { Expires: '60' } }, (error, dialog) => {
          if (dialog === undefined) reject(error);
          else resolve(dialog);
        }),
      (request) => request.get('Event') === 'weather',
    ),
  );
}

const subscribe = (phone: SipPeer, event: string) =>
  phone.request('SUBSCRIBE', ourUri(), { Event: event, Expires: '60' });

const state = (value: string) => ({
  method: 'NOTIFY',
  headers: { Event: 'weather', 'Subscription-State': value },
});

test('a subscription is made, refreshed, told of news and ended', async () => {
  engine = await TestEngine.start();
  const taken = subscribed();
  const phone = await engine.udpPeer();
  const request = subscribe(phone, 'weather');
  phone.send(request);
  const answer = await phone.takeResponse(200, 'SUBSCRIBE');
  expect(answer.headers.has('Contact')).toBe(true);
  const dialog = await taken;
  dialog.on('subscribe', (again, response) =>
    response.send(200, 'OK', { headers: { Expires: again.get('Subject') ?? '' } }),
  );
  const refresh = phone.inDialog(request, answer, 'SUBSCRIBE', 2);
  refresh.headers.append('Subject', '7');
  phone.send(refresh);
  expect((await phone.takeResponse(200, 'SUBSCRIBE')).headers.get('Expires')).toBe('7');
  expect(dialogs()).toBe(1);
  const ended = new Promise((resolve) =>
    dialog.request(state('terminated;reason=timeout'), (_error, response) => resolve(response?.status)),
  );
  phone.respond(await phone.takeRequest('NOTIFY'), 500);
  expect(await ended).toBe(500);
  expect(dialogs()).toBe(0);
});

test('a subscription that its subscriber does not know any more is forgotten', async () => {
  engine = await TestEngine.start();
  const taken = subscribed();
  const phone = await engine.udpPeer();
  phone.send(subscribe(phone, 'weather'));
  await phone.takeResponse(200, 'SUBSCRIBE');
  const dialog = await taken;
  const told = new Promise((resolve) =>
    dialog.request(state('active'), (_error, response) => resolve(response?.status)),
  );
  phone.respond(await phone.takeRequest('NOTIFY'), 481);
  expect(await told).toBe(481);
  expect(dialogs()).toBe(0);
});

test('an application gets each request that it routes, and a handler in this process the others', async () => {
  engine = await TestEngine.start();
  const sender = new Srf();
  const connected = once(sender, 'connect');
  const server = { server: engine.engine.applicationServer({ receives: false }), secret: testSecret };
  sender.listen(server);
  await connected;
  void subscribed();
  for (const method of ['MESSAGE', 'SUBSCRIBE'])
    engine.engine.useUnrouted(method, (_request, response) => response.answer(489, 'Nobody wants it', []));
  const phone = await engine.udpPeer();
  const ask = async (method: string): Promise<number> => {
    phone.send(
      method === 'MESSAGE'
        ? phone.request(method, ourUri())
        : phone.request(method, ourUri(), { Event: 'tea' }),
    );
    const answer = await phone.take(
      ({ kind, headers }) => kind === 'response' && (headers.get('CSeq') ?? '').endsWith(method),
      `an answer to ${method}`,
    );
    return answer.kind === 'response' ? answer.status : 0;
  };
  expect([await ask('MESSAGE'), await ask('SUBSCRIBE')]).toEqual([489, 489]);
  const srf = await engine.overTcp();
  srf.use('message', (_req, res) => res.send(202));
  srf.use('subscribe', (_req, res) => res.send(403));
  await expect.poll(async () => [await ask('MESSAGE'), await ask('SUBSCRIBE')]).toEqual([202, 403]);
  expect([await ask('MESSAGE'), await ask('SUBSCRIBE')]).toEqual([202, 403]);
});
