import { describe, expect, it } from 'vitest';
import { silentLog } from '../observability/log.ts';
import {
  type AuthenticationLimits,
  type AuthenticationResult,
  createAuthenticator,
} from './authenticator.ts';
import { CredentialsUnavailable, cacheCredentials } from './credential-cache.ts';
import type { Credential } from './credentials.ts';
import { type DigestAlgorithm, digestResponse, ha1 } from './digest.ts';

const realm = 'tandem';
const uri = 'sip:tandem.example';
const home = '192.0.2.1';

const alice: Credential = {
  identity: { userId: 'user-1', username: 'alice', deviceId: 'device-1' },
  realm,
  ha1: ha1('alice', realm, 'right'),
};

interface Attempt {
  readonly username?: string;
  readonly password?: string;
  readonly algorithm?: DigestAlgorithm;
  readonly nonce?: string;
  readonly nonceCount?: string | null;
  readonly uri?: string;
  readonly realm?: string;
}

/** The Authorization header of a phone. */
function authorization(nonce: string, attempt: Attempt = {}): string {
  const { username = 'alice', password = 'right', algorithm = 'MD5', nonceCount = '00000001' } = attempt;
  const secret = ha1(username, attempt.realm ?? realm, password);
  const response = digestResponse({
    algorithm,
    ha1: algorithm === 'MD5' ? secret.md5 : secret.sha256,
    nonce,
    method: 'REGISTER',
    uri: attempt.uri ?? uri,
    protection: nonceCount === null ? null : { nonceCount, cnonce: 'c' },
  });
  const protection = nonceCount === null ? '' : `, qop=auth, nc=${nonceCount}, cnonce="c"`;
  return `Digest username="${username}", realm="${attempt.realm ?? realm}", nonce="${nonce}", uri="${attempt.uri ?? uri}", response="${response}", algorithm=${algorithm}${protection}`;
}

function setUp(limits: Partial<AuthenticationLimits> = {}, algorithms?: DigestAlgorithm[]) {
  const clock = { nowMs: 1_790_000_000_000 };
  const state = { down: false, lookups: 0 };
  const authenticator = createAuthenticator({
    credentials: {
      async find(name) {
        state.lookups += 1;
        if (state.down) throw new CredentialsUnavailable('test');
        return name === 'alice' ? alice : null;
      },
    },
    realm,
    now: () => clock.nowMs,
    log: silentLog,
    limits: { failureStepMs: 0, ...limits },
    ...(algorithms ? { algorithms } : {}),
  });
  const send = (header: string | undefined, source = home, requestUri = uri) =>
    authenticator.check({
      method: 'REGISTER',
      uri: requestUri,
      authorization: header,
      sourceAddress: source,
      from: '<sip:alice@tandem.example>;tag=1',
      userAgent: 'Phone 1.0',
    });
  const nonceFor = async (source = home) => nonceOf(await send(undefined, source));
  const attempt = async (details: Attempt = {}, source = home, requestUri = uri) =>
    send(authorization(details.nonce ?? (await nonceFor(source)), details), source, requestUri);
  return { clock, state, send, nonceFor, attempt };
}

function nonceOf(result: AuthenticationResult): string {
  const nonce =
    result.kind === 'challenge' ? /nonce="([^"]+)"/.exec(result.headers[0] ?? '')?.[1] : undefined;
  if (!nonce) throw new Error(`expected a challenge, not ${result.kind}`);
  return nonce;
}

const accepted = { kind: 'accepted', identity: alice.identity };
const freshChallenge = { kind: 'challenge', stale: false };
const staleChallenge = { kind: 'challenge', stale: true };

describe('authentication', () => {
  it.each(['MD5', 'SHA-256'] as const)('accepts the right password by %s', async (algorithm) => {
    const { attempt } = setUp();
    expect(await attempt({ algorithm })).toEqual(accepted);
  });

  it('challenges a request without credentials, or with credentials for another realm or algorithm', async () => {
    const { attempt, send, nonceFor } = setUp();
    expect(await send(undefined)).toMatchObject(freshChallenge);
    expect(await attempt({ realm: 'elsewhere' })).toMatchObject(freshChallenge);
    const sess = authorization(await nonceFor()).replace('algorithm=MD5', 'algorithm=MD5-sess');
    expect(await send(sess)).toMatchObject(freshChallenge);
  });

  it('offers SHA-256 first and MD5 last, for phones that take the last they find', async () => {
    const { send } = setUp();
    const result = await send(undefined);
    const headers = result.kind === 'challenge' ? result.headers : [];
    expect(headers.map((header) => /algorithm=([\w-]+)/.exec(header)?.[1])).toEqual(['SHA-256', 'MD5']);
  });

  it('offers MD5 alone at the second attempt of a phone that gave up when it saw SHA-256', async () => {
    const { clock, send, nonceFor } = setUp();
    const offered = async () => {
      const result = await send(undefined);
      return result.kind === 'challenge' ? result.headers.length : 0;
    };
    expect(await offered()).toBe(2);
    clock.nowMs += 30_000;
    expect(await offered()).toBe(1);
    expect(await send(authorization(await nonceFor()))).toEqual(accepted);
    clock.nowMs += 600_000;
    expect(await offered()).toBe(1);
  });

  it('accepts only what the administrator lets it offer', async () => {
    const { attempt } = setUp({}, ['SHA-256']);
    expect(await attempt({ algorithm: 'MD5' })).toMatchObject(freshChallenge);
    expect(await attempt({ algorithm: 'SHA-256' })).toEqual(accepted);
  });

  it('picks our realm when a phone sends credentials for several', async () => {
    const { send, nonceFor } = setUp();
    const nonce = await nonceFor();
    const both = `${authorization('other', { realm: 'elsewhere' })},${authorization(nonce)}`;
    expect(await send(both)).toEqual(accepted);
  });

  it('answers a wrong password and an unknown user alike: a fresh challenge', async () => {
    const { attempt } = setUp();
    const wrong = await attempt({ password: 'wrong' });
    const unknown = await attempt({ username: 'nobody' });
    expect(wrong).toMatchObject(freshChallenge);
    expect(unknown).toMatchObject(freshChallenge);
    const withoutNonce = (result: AuthenticationResult) => JSON.stringify(result).replace(/nonce=[^,]+/g, '');
    expect(withoutNonce(unknown)).toBe(withoutNonce(wrong));
  });

  it('takes equally long for an unknown user and a wrong password, and far longer than for the right one', async () => {
    const { attempt } = setUp({ failureStepMs: 40 });
    const timed = async (details: Attempt) => {
      const begunAtMs = performance.now();
      await attempt(details);
      return performance.now() - begunAtMs;
    };
    // The quickest of a few, as the machine may be busy.
    const right = [await timed({}), await timed({}), await timed({}), await timed({})];
    expect(Math.min(...right)).toBeLessThan(30);
    expect(await timed({ password: 'wrong' })).toBeGreaterThanOrEqual(38);
    expect(await timed({ username: 'nobody' })).toBeGreaterThanOrEqual(38);
  });

  it('does not accept a response cut short or the MD5 part of a longer one', async () => {
    const { send, nonceFor } = setUp();
    const header = authorization(await nonceFor());
    const response = /response="([^"]+)"/.exec(header)?.[1] ?? '';
    expect(await send(header.replace(response, response.slice(0, -1)))).toMatchObject(freshChallenge);
    expect(await send(header.replace(response, `${response}00`))).toMatchObject(freshChallenge);
  });

  it('asks again with stale=true, without blaming the user, when the nonce is old', async () => {
    const { clock, attempt, nonceFor } = setUp();
    const nonce = await nonceFor();
    clock.nowMs += 300_000;
    for (let count = 0; count < 20; count += 1) {
      expect(await attempt({ nonce, password: 'wrong' })).toMatchObject(staleChallenge);
    }
    expect(await attempt()).toEqual(accepted);
  });

  it('lets a phone go on with one nonce and rising counts, and refuses a replay', async () => {
    const { attempt, nonceFor } = setUp();
    const nonce = await nonceFor();
    expect(await attempt({ nonce, nonceCount: '00000001' })).toEqual(accepted);
    expect(await attempt({ nonce, nonceCount: '00000002' })).toEqual(accepted);
    expect(await attempt({ nonce, nonceCount: '00000002' })).toMatchObject(staleChallenge);
    expect(await attempt({ nonce, nonceCount: '0000000a' })).toEqual(accepted);
    expect(await attempt({ nonce, nonceCount: '00000000' })).toMatchObject(staleChallenge);
  });

  it('serves an old phone that knows no qop, once for each nonce, with MD5 only', async () => {
    const { attempt, nonceFor } = setUp();
    const nonce = await nonceFor();
    expect(await attempt({ nonce, nonceCount: null })).toEqual(accepted);
    expect(await attempt({ nonce, nonceCount: null })).toMatchObject(staleChallenge);
    expect(await attempt({ nonceCount: null, algorithm: 'SHA-256' })).toMatchObject(freshChallenge);
  });

  it('does not accept a nonce that was given to another address', async () => {
    const { attempt, nonceFor } = setUp();
    expect(await attempt({ nonce: await nonceFor('192.0.2.9') })).toMatchObject(staleChallenge);
  });

  it.each([
    ['sip:TANDEM.example', uri, 'accepted'],
    ['sip:tandem.example:5060', uri, 'accepted'],
    ['sip:tandem.example;transport=udp', uri, 'accepted'],
    ['sip:bob@tandem.example', 'sip:bob@tandem.example;user=phone', 'accepted'],
    ['sip:b%6fb@tandem.example', 'sip:bob@tandem.example', 'accepted'],
    ['sip:tandem.example', 'sip:bob@tandem.example', 'accepted'],
    ['tel:+4312345', 'tel:+4312345', 'accepted'],
    ['sip:other.example', uri, 'refused'],
    ['sip:carol@tandem.example', 'sip:bob@tandem.example', 'refused'],
    ['sip:tandem.example:5070', 'sip:tandem.example:5060', 'refused'],
    ['tel:+4312345', 'tel:+4399999', 'refused'],
    ['nonsense', uri, 'refused'],
  ])('a digest made for %s on a request for %s is %s', async (digestUri, requestUri, outcome) => {
    const { attempt } = setUp();
    expect(await attempt({ uri: digestUri }, home, requestUri)).toMatchObject({ kind: outcome });
  });

  it('refuses a malformed header as a bad request', async () => {
    const { send } = setUp();
    expect(await send('Digest username="alice')).toEqual({
      kind: 'refused',
      key: 'bad-request',
      retryAfterSeconds: null,
    });
  });

  it('refuses after five wrong passwords, also the right one, for a growing time', async () => {
    const { clock, attempt, state } = setUp();
    for (let count = 0; count < 4; count += 1) {
      expect(await attempt({ password: 'wrong' })).toMatchObject(freshChallenge);
    }
    const tooMany = (retryAfterSeconds: number) => ({
      kind: 'refused',
      key: 'too-many-failures',
      retryAfterSeconds,
    });
    expect(await attempt({ password: 'wrong' })).toEqual(tooMany(5));
    const lookups = state.lookups;
    expect(await attempt()).toEqual(tooMany(5));
    expect(state.lookups).toBe(lookups);
    clock.nowMs += 5_000;
    expect(await attempt({ password: 'wrong' })).toEqual(tooMany(10));
    clock.nowMs += 10_000;
    expect(await attempt()).toEqual(accepted);
    expect(await attempt({ password: 'wrong' })).toMatchObject(freshChallenge);
  });

  it('counts guesses of an unknown user just the same', async () => {
    const { attempt } = setUp();
    for (let count = 0; count < 4; count += 1) await attempt({ username: 'nobody' });
    expect(await attempt({ username: 'nobody' })).toMatchObject({ key: 'too-many-failures' });
  });

  it('does not let many guesses at once slip past the limit', async () => {
    const { nonceFor, send, state } = setUp();
    const nonce = await nonceFor();
    const guesses = Array.from({ length: 50 }, (_, index) =>
      authorization(nonce, { password: index < 10 ? 'wrong' : 'right', nonceCount: '00000001' }),
    );
    const results = await Promise.all(guesses.map((guess) => send(guess)));
    expect(results.filter(({ kind }) => kind === 'accepted')).toEqual([]);
    expect(state.lookups).toBeLessThanOrEqual(55);
  });

  it('does not lock a phone out because somebody else guesses its password', async () => {
    const { attempt } = setUp();
    expect(await attempt()).toEqual(accepted);
    for (let index = 0; index < 120; index += 1) {
      await attempt({ password: 'guess' }, `198.51.100.${index}`);
    }
    expect(await attempt()).toEqual(accepted);
  });

  it('says that the database is down rather than that the password is wrong', async () => {
    const { attempt, state } = setUp();
    state.down = true;
    expect(await attempt()).toEqual({ kind: 'refused', key: 'database-down', retryAfterSeconds: 5 });
    state.down = false;
    expect(await attempt()).toEqual(accepted);
  });

  it('accepts a password that another process changed a moment ago', async () => {
    const clock = { nowMs: 1_790_000_000_000 };
    const stored = { current: alice };
    const options = { now: () => clock.nowMs, log: silentLog };
    const authenticator = createAuthenticator({
      ...options,
      credentials: cacheCredentials({ find: async () => stored.current }, options),
      realm,
      limits: { failureStepMs: 0 },
    });
    const request = { method: 'REGISTER', uri, sourceAddress: home, from: undefined, userAgent: undefined };
    const attempt = async (password: string) => {
      const nonce = nonceOf(await authenticator.check({ ...request, authorization: undefined }));
      return authenticator.check({ ...request, authorization: authorization(nonce, { password }) });
    };
    expect(await attempt('right')).toEqual(accepted);
    stored.current = { ...alice, ha1: ha1('alice', realm, 'changed') };
    clock.nowMs += 5_000;
    expect(await attempt('changed')).toEqual(accepted);
    expect(await attempt('right')).toMatchObject(freshChallenge);
  });

  it('does not accept a password stored for another realm', async () => {
    const authenticator = createAuthenticator({
      credentials: { find: async () => ({ ...alice, realm: 'before' }) },
      realm,
      now: Date.now,
      log: silentLog,
      limits: { failureStepMs: 0 },
    });
    const request = { method: 'REGISTER', uri, sourceAddress: home, from: undefined, userAgent: undefined };
    const nonce = nonceOf(await authenticator.check({ ...request, authorization: undefined }));
    const result = await authenticator.check({ ...request, authorization: authorization(nonce) });
    expect(result).toMatchObject(freshChallenge);
  });
});
