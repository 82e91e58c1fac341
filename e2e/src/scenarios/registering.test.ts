import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Baresip } from '../peers/baresip.ts';
import { authorization, challengesOf } from '../peers/digest.ts';
import { Linphonec } from '../peers/linphonec.ts';
import { headerOf, RawSip, statusOf } from '../peers/raw-sip.ts';
import { Sipp } from '../peers/sipp.ts';
import { Tandem } from '../peers/tandem.ts';
import { PATIENCE_MS, until } from '../peers/wait.ts';
import { steady } from './hearing.ts';

let tandem: Tandem;

beforeAll(async () => {
  tandem = await Tandem.start();
});

afterAll(() => tandem?.stop());

const register = (username: string, credentials: string) => `
  <send retrans="500"><![CDATA[
    REGISTER sip:[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: <sip:${username}@[remote_ip]>;tag=[call_number]
    To: <sip:${username}@[remote_ip]>
    Call-ID: [call_id]
    CSeq: [cseq] REGISTER
    ${credentials}
    Contact: <sip:${username}@[local_ip]:[local_port];transport=[transport]>
    Expires: 120
    Max-Forwards: 70
    Content-Length: 0

  ]]></send>`;

const receive = (status: number) => `<recv response="${status}" auth="${status === 401}"/>`;

const scenario = (...steps: readonly string[]) => `<scenario name="register">${steps.join('\n')}</scenario>`;

describe.concurrent('sipp', () => {
  test('registers with MD5', async () => {
    const { username, password } = await tandem.addUser('sipp-md5');
    const result = await Sipp.run({
      target: tandem.sipAddress,
      scenario: scenario(
        register(username, 'Subject: no credentials'),
        receive(401),
        register(username, `[authentication username=${username} password=${password}]`),
        receive(200),
      ),
    });
    expect(result.exitCode, result.errors).toBe(0);
    expect(headerOf(result.received.at(-1) ?? '', 'Contact')).toMatch(
      /sip:sipp-md5@127.0.0.1.*expires=1[12]\d/,
    );
  });

  // Debian's sipp 3.6.1 cannot compute SHA-256, so it carries a digest that was worked out here.
  test('registers with SHA-256, and not twice with the same credentials', async () => {
    const { username, password } = await tandem.addUser('sipp-sha');
    const target = tandem.sipAddress;
    const run = (credentials: string, status: number) =>
      Sipp.run({
        target,
        transport: 'tcp',
        scenario: scenario(register(username, credentials), receive(status)),
      });

    const first = await run('User-Agent: sipp with SHA-256', 401);
    expect(first.exitCode, first.errors).toBe(0);
    const challenges = challengesOf(first.received[0] ?? '');
    expect(challenges.map(({ algorithm }) => algorithm)).toEqual(['SHA-256', 'MD5']);
    const [challenge] = challenges;
    if (!challenge) throw new Error('not challenged');
    const uri = `sip:${target}`;
    const header = `Authorization: ${authorization(challenge, { method: 'REGISTER', uri, username, password })}`;

    const second = await run(header, 200);
    expect(second.exitCode, second.errors).toBe(0);

    const replayed = await run(header, 401);
    expect(replayed.exitCode, replayed.errors).toBe(0);
    expect(challengesOf(replayed.received[0] ?? '').every(({ stale }) => stale)).toBe(true);
  });
});

describe.concurrent('a desk phone', () => {
  test('of somebody whom the command adds while the system runs is served at once', async () => {
    await tandem.command('user', 'add', 'judy', '--password', 'password-of-judy');
    const peer = await RawSip.start(tandem.sipAddress);
    try {
      const answer = await peer.requestAs(
        { username: 'judy', password: 'password-of-judy' },
        { method: 'REGISTER', uri: 'sip:127.0.0.1', from: 'sip:judy@127.0.0.1' },
      );
      expect(statusOf(answer)).toBe(200);
    } finally {
      peer.stop();
    }
  });

  test('keeps its password when somebody types a new one where the command expects none', async () => {
    await expect(tandem.command('user', 'password', 'judy', 'a-new-password')).rejects.toThrow(
      '"a-new-password" is a word too many',
    );
  });

  test('of somebody whom the command removes is told that there is no mailbox any more', async () => {
    const dora = await tandem.addUser('dora');
    await tandem.request(dora, '/voicemail/settings', 'PUT', { takesMissedCalls: true });
    const peer = await RawSip.start(tandem.sipAddress);
    /** Waits for a NOTIFY of this state and says yes to it. */
    const notified = async (state: string): Promise<void> => {
      const notify = await until(
        `a NOTIFY that says ${state}`,
        () =>
          peer.received.find(
            (text) =>
              text.startsWith('NOTIFY') && headerOf(text, 'Subscription-State')?.startsWith(state) === true,
          ),
        { explain: () => peer.received.join('\n\n') },
      );
      const copied = notify.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/i.test(line));
      peer.send(['SIP/2.0 200 OK', ...copied, 'Content-Length: 0', '', ''].join('\r\n'));
    };
    try {
      const uri = 'sip:dora@127.0.0.1';
      const headers = ['Event: message-summary', 'Expires: 600'];
      const answer = await peer.requestAs(dora, { method: 'SUBSCRIBE', uri, from: uri, headers });
      expect(statusOf(answer)).toBe(200);
      await notified('active');
      await tandem.command('user', 'remove', 'dora');
      await notified('terminated;reason=noresource');
    } finally {
      peer.stop();
    }
  });

  test('that knows SHA-256 uses it by itself', async ({ onTestFinished }) => {
    const { username, password } = await tandem.addUser('carol');
    const carol = await Linphonec.start({
      username,
      says: steady(440),
      account: { domain: '127.0.0.1', proxy: tandem.sipAddress, transport: 'udp', password },
    });
    onTestFinished(() => carol.stop());
    expect(await carol.sipLog()).toMatch(/^Authorization:.*algorithm=SHA-256/m);
  });

  test('that gives the machine’s name as its domain is served, and is reached under both', async ({
    onTestFinished,
  }) => {
    const [erin, frank] = [await tandem.addUser('erin'), await tandem.addUser('frank')];
    const [byName, byAddress] = await Promise.all([
      Baresip.start({
        username: 'erin',
        says: steady(440),
        account: { domain: hostname(), proxy: tandem.sipAddress, password: erin.password },
      }),
      Baresip.start({
        username: 'frank',
        says: steady(440),
        account: { domain: tandem.sipAddress, password: frank.password },
      }),
    ]);
    onTestFinished(async () => {
      await Promise.all([byName.stop(), byAddress.stop()]);
    });
    await byName.dial(`sip:frank@${hostname()}`);
    await byAddress.event('CALL_ESTABLISHED');
    await byName.hangUp();
    await byAddress.event('CALL_CLOSED');
    const before = byName.events.length;
    await byAddress.dial(`sip:erin@${tandem.sipAddress}`);
    await byName.event('CALL_ESTABLISHED', before);
    await byAddress.hangUp();
    await tandem.callRecord('frank', 'erin');
  });
});

describe('wrong credentials', () => {
  test('are challenged anew, then refused for a time that grows, and an unknown user looks the same', async () => {
    const { username } = await tandem.addUser('grace');
    for (const [name, source] of [
      [username, '127.0.0.2'],
      ['nobody-of-that-name', '127.0.0.3'],
    ] as const) {
      const peer = await RawSip.start(tandem.sipAddress, source);
      try {
        const attempt = () =>
          peer.requestAs(
            { username: name, password: 'wrong-password' },
            { method: 'REGISTER', uri: 'sip:127.0.0.1', from: `sip:${name}@127.0.0.1` },
          );
        const answers: string[] = [];
        for (let i = 0; i < 5; i++) answers.push(await attempt());
        expect(answers.map(statusOf)).toEqual([401, 401, 401, 401, 403]);
        const nonces = answers
          .slice(0, 4)
          .flatMap((answer) => challengesOf(answer).map(({ nonce }) => nonce));
        expect(new Set(nonces).size).toBe(4);
        const firstWait = Number(headerOf(answers[4] ?? '', 'Retry-After'));
        expect(firstWait).toBeGreaterThan(0);
        const later = await until(
          'the next attempt to count',
          async () => {
            const wait = Number(headerOf(await attempt(), 'Retry-After'));
            return wait > firstWait && wait;
          },
          { timeoutMs: firstWait * 1000 + PATIENCE_MS },
        );
        expect(later).toBeGreaterThan(firstWait);
      } finally {
        peer.stop();
      }
    }
  });

  test('elsewhere do not lock out the phone at home', async () => {
    const { username, password } = await tandem.addUser('heidi');
    const [home, stranger] = await Promise.all([
      RawSip.start(tandem.sipAddress, '127.0.0.4'),
      RawSip.start(tandem.sipAddress, '127.0.0.5'),
    ]);
    const request = { method: 'REGISTER', uri: 'sip:127.0.0.1', from: `sip:${username}@127.0.0.1` };
    try {
      expect(statusOf(await home.requestAs({ username, password }, request))).toBe(200);
      for (let i = 0; i < 6; i++) await stranger.requestAs({ username, password: 'wrong-password' }, request);
      expect(statusOf(await stranger.requestAs({ username, password }, request))).toBe(403);
      expect(statusOf(await home.requestAs({ username, password }, request))).toBe(200);
    } finally {
      home.stop();
      stranger.stop();
    }
  });
});
