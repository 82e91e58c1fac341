import { once } from 'node:events';
import { createEngine } from '@tandem/sip-engine';
import Srf from 'drachtio-srf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { all, header, type Sip } from '../calls/testing/sip-text.ts';
import { type TestDialog, TestPhone } from '../calls/testing/test-phone.ts';
import { createDomains } from '../domains.ts';
import { silentLog } from '../observability/log.ts';
import type { MailboxCount } from './message-summary.ts';
import { attachMessageWaiting, type MessageWaiting } from './message-waiting.ts';
import { nativeSubscriptions, srfSubscriptions } from './subscribe-port.ts';

type Lines = readonly (readonly [string, string])[];

/** What a phone that wants to know of its messages says, with these lines in place of the usual ones. */
const asking = (expires: number, lines: Lines): Lines => [
  ...new Map([['Event', 'message-summary'], ['Expires', String(expires)], ...lines]),
];

/** With the engine in this process, and with drachtio-srf as for an engine elsewhere, which says 202. */
describe.each([
  { kind: 'the engine in this process', success: 200 },
  { kind: 'drachtio-srf', success: 202 },
])('on $kind', ({ kind, success }) => {
  const closers: (() => unknown)[] = [];
  let waiting: MessageWaiting;
  let mailboxes: Map<string, MailboxCount>;
  let nowMs: number;
  let databaseIsAway: boolean;
  let bob: TestPhone;
  let openDialogs: () => number;
  let openPhone: (name: string, transport?: 'udp' | 'tcp') => Promise<TestPhone>;

  beforeEach(async () => {
    mailboxes = new Map([['bob', { new: 0, total: 1 }]]);
    nowMs = 1_000_000;
    databaseIsAway = false;
    const engine = await createEngine({
      contacts: (['udp', 'tcp'] as const).map((protocol) => ({ protocol, host: '127.0.0.1', port: 0 })),
    });
    closers.push(() => engine.close());
    const srf = new Srf();
    const native = kind !== 'drachtio-srf';
    const server = { server: engine.applicationServer({ receives: !native }), secret: 'x' };
    const connected = once(srf, 'connect');
    srf.listen(server);
    await connected;
    const options = {
      // Who signs in is told by From; a phone that says `Subject: nobody` is challenged.
      authenticate: (request: { get(name: string): string | undefined }, response: SrfResponse) => {
        const username = /<sip:([^@]+)@/.exec(request.get('From') ?? '')?.[1] ?? '';
        if (request.get('Subject') !== 'nobody') return { userId: username, username, deviceId: null };
        response.send(401, 'Unauthorized', { headers: {} });
        return null;
      },
      domains: createDomains(['example.com'], () => ['127.0.0.1']),
      mailboxOf: async (username: string) => {
        if (databaseIsAway) throw new Error('away');
        return mailboxes.get(username) ?? null;
      },
      limits: { perUser: 2, total: 3 },
      now: () => nowMs,
      log: silentLog,
    };
    waiting = native
      ? attachMessageWaiting(
          nativeSubscriptions(engine.calls),
          { use: (method, handler) => engine.useUnrouted(method, handler) },
          options,
        )
      : attachMessageWaiting(srfSubscriptions(srf), srf, options);
    openDialogs = () =>
      engine.metrics().find(({ name }) => name === 'sip_dialogs_active')?.values[0]?.value ?? Number.NaN;
    openPhone = async (name, transport = 'udp') => {
      const port = engine.listeners.find(({ protocol }) => protocol === transport)?.port ?? 0;
      const phone = await TestPhone.open(name, transport, port);
      closers.push(() => phone.close());
      return phone;
    };
    bob = await openPhone('bob');
  });

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  type SrfResponse = Parameters<Parameters<typeof attachMessageWaiting>[2]['authenticate']>[1];

  const ask = (dialog: TestDialog, expires: number, lines: Lines = []): void =>
    dialog.request('SUBSCRIBE', { lines: asking(expires, lines) });

  async function subscribe(phone: TestPhone, lines: Lines = []): Promise<TestDialog> {
    const dialog = phone.dialogTo(phone.name);
    ask(dialog, 600, lines);
    dialog.accept(await phone.take(success));
    return dialog;
  }

  /** Takes a NOTIFY and answers it. @returns its state and body */
  async function told(phone: TestPhone, status = 200): Promise<readonly [string, string]> {
    const notify = await phone.take('NOTIFY');
    phone.reply(notify, status);
    return [header(notify, 'Subscription-State'), notify.body];
  }

  const summary = (count: string, waits: 'yes' | 'no'): string =>
    `Messages-Waiting: ${waits}\r\nMessage-Account: sip:bob@example.com\r\nVoice-Message: ${count}\r\n`;

  const answerTo = async (phone: TestPhone, status: number): Promise<Sip> => phone.take(status);

  it('a phone that subscribes is told what waits, and again when that changes', async () => {
    await subscribe(bob, [['Event', 'message-summary;id=7']]);
    const first = await bob.take('NOTIFY');
    bob.reply(first, 200);
    expect(header(first, 'Event')).toBe('message-summary;id=7');
    expect(header(first, 'Content-Type')).toBe('application/simple-message-summary');
    expect(header(first, 'Subscription-State')).toBe('active;expires=600');
    expect(all(first, 'Contact')).toHaveLength(1);
    expect(first.body).toBe(summary('0/1', 'no'));
    mailboxes.set('bob', { new: 2, total: 3 });
    nowMs += 100_000;
    waiting.mailboxChanged('bob');
    expect(await told(bob)).toEqual(['active;expires=500', summary('2/1', 'yes')]);
    waiting.mailboxChanged('bob');
    waiting.mailboxChanged('alice');
    mailboxes.set('bob', { new: 0, total: 0 });
    waiting.mailboxChanged(null);
    expect(await told(bob)).toEqual(['active;expires=500', summary('0/0', 'no')]);
    expect(bob.rest()).toEqual([]);
  });

  it('what changes while a NOTIFY is on its way is told in the next one, once', async () => {
    await subscribe(bob);
    const first = await bob.take('NOTIFY');
    for (const fresh of [1, 2, 3]) {
      mailboxes.set('bob', { new: fresh, total: 3 });
      waiting.mailboxChanged('bob');
      await new Promise(setImmediate);
    }
    expect(bob.rest()).toEqual([]);
    bob.reply(first, 200);
    expect((await told(bob))[1]).toBe(summary('3/0', 'yes'));
    expect(bob.rest()).toEqual([]);
  });

  it('a refresh makes it last longer and tells the state at once; who does not refresh is told the end', async () => {
    const dialog = await subscribe(bob);
    await told(bob);
    nowMs += 500_000;
    ask(dialog, 7200);
    expect(header(await answerTo(bob, 200), 'Expires')).toBe('3600');
    expect(await told(bob)).toEqual(['active;expires=3600', summary('0/1', 'no')]);
    nowMs += 3_599_000;
    waiting.expire();
    nowMs += 1_000;
    waiting.expire();
    expect((await told(bob))[0]).toBe('terminated;reason=timeout');
    await expect.poll(openDialogs).toBe(0);
    ask(dialog, 600);
    await answerTo(bob, 481);
  });

  it('Expires 0 ends it, and outside of one asks for the state once', async () => {
    const dialog = await subscribe(bob);
    await told(bob);
    ask(dialog, 0);
    await answerTo(bob, success);
    expect((await told(bob))[0]).toBe('terminated;reason=timeout');
    ask(bob.dialogTo('bob'), 0);
    expect(header(await answerTo(bob, success), 'Expires')).toBe('0');
    expect(await told(bob)).toEqual(['terminated;reason=timeout', summary('0/1', 'no')]);
    await expect.poll(openDialogs).toBe(0);
    expect(waiting.metrics()[0]?.values[0]?.value).toBe(0);
  });

  it.each([
    ['another event', [['Event', 'presence']], 489],
    ['no event', [['Event', '']], 489],
    ['an event that is no token', [['Event', 'message-summary;id="a b"']], 400],
    ['a time that is too short', [['Expires', '59']], 423],
    ['a time that is none', [['Expires', 'soon']], 400],
    ['no body that we write', [['Accept', 'application/pidf+xml, text/plain']], 406],
    ['no credentials', [['Subject', 'nobody']], 401],
    ['no place to be told at', [['Contact', '']], 400],
    ['a dialog that is over', [['To', '<sip:bob@example.com>;tag=old']], 481],
  ] as const)('a subscription with %s is refused', async (_what, lines, status) => {
    ask(bob.dialogTo('bob'), 600, lines);
    const answer = await answerTo(bob, status);
    if (status === 423) expect(header(answer, 'Min-Expires')).toBe('60');
    if (status === 489) expect(header(answer, 'Allow-Events')).toBe('message-summary');
    expect(openDialogs()).toBe(0);
  });

  it('nobody subscribes to the mailbox of another, nor to one that is off, nor elsewhere', async () => {
    ask(bob.dialogTo('alice'), 600);
    await answerTo(bob, 403);
    ask(bob.dialogTo('bob', { uri: 'sip:bob@elsewhere.example' }), 600);
    await answerTo(bob, 404);
    const carol = await openPhone('carol');
    ask(carol.dialogTo('carol'), 600);
    await answerTo(carol, 404);
  });

  it('a mailbox that is switched off ends what watches it', async () => {
    await subscribe(bob);
    await told(bob);
    mailboxes.delete('bob');
    waiting.mailboxChanged('bob');
    expect((await told(bob))[0]).toBe('terminated;reason=noresource');
    await expect.poll(openDialogs).toBe(0);
  });

  it('a phone that does not know the subscription any more, or refuses what it is told, is told no more', async () => {
    for (const status of [481, 500]) {
      await subscribe(bob);
      await told(bob, status);
      await expect.poll(() => waiting.metrics()[0]?.values[0]?.value).toBe(0);
      await expect.poll(openDialogs).toBe(0);
    }
    waiting.mailboxChanged('bob');
    expect(bob.rest()).toEqual([]);
  });

  it('a phone that cannot be reached any more is told no more', async () => {
    mailboxes.set('carol', { new: 0, total: 0 });
    const carol = await openPhone('carol', 'tcp');
    await subscribe(carol);
    await told(carol);
    carol.close();
    await expect
      .poll(() => {
        mailboxes.set('carol', { new: 1, total: 1 + (mailboxes.get('carol')?.total ?? 0) });
        waiting.mailboxChanged('carol');
        return waiting.metrics()[0]?.values[0]?.value;
      })
      .toBe(0);
    expect(openDialogs()).toBe(0);
  });

  it('a phone that asks to be told later stays subscribed', async () => {
    await subscribe(bob);
    bob.reply(await bob.take('NOTIFY'), 503, { lines: [['Retry-After', '5']] });
    mailboxes.set('bob', { new: 1, total: 1 });
    await expect
      .poll(() => {
        waiting.mailboxChanged('bob');
        return bob.rest().length;
      })
      .toBe(1);
    expect((await told(bob))[1]).toBe(summary('1/0', 'yes'));
  });

  it('a user has so many phones that are told, and the server, too; both are counted', async () => {
    mailboxes.set('carol', { new: 0, total: 0 });
    for (let phone = 0; phone < 2; phone += 1) {
      await subscribe(bob);
      await told(bob);
    }
    ask(bob.dialogTo('bob'), 600);
    await answerTo(bob, 403);
    const carol = await openPhone('carol');
    await subscribe(carol);
    await told(carol);
    ask(carol.dialogTo('carol'), 600);
    expect(header(await answerTo(carol, 503), 'Retry-After')).toBe('300');
    expect(waiting.metrics()).toMatchObject([
      { values: [{ value: 3 }] },
      {
        values: [
          { labels: { full: 'user' }, value: 1 },
          { labels: { full: 'server' }, value: 1 },
        ],
      },
    ]);
  });

  it('a database that is away refuses new subscriptions and keeps those that are', async () => {
    await subscribe(bob);
    await told(bob);
    databaseIsAway = true;
    ask(bob.dialogTo('bob'), 600);
    expect(header(await answerTo(bob, 503), 'Retry-After')).toBe('30');
    waiting.mailboxChanged('bob');
    await new Promise(setImmediate);
    databaseIsAway = false;
    mailboxes.set('bob', { new: 1, total: 2 });
    waiting.mailboxChanged('bob');
    expect((await told(bob))[1]).toBe(summary('1/1', 'yes'));
  });
});
