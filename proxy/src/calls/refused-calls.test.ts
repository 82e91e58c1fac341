import { describe, expect, it } from 'vitest';
import { header, sdp } from './testing/sip-text.ts';
import { useTestSystem } from './testing/use-test-system.ts';

const used = useTestSystem();

describe('a call', () => {
  it.each<[string, number, number, string]>([
    ['busy', 486, 486, 'busy'],
    ['busy everywhere', 600, 486, 'busy'],
    ['declining', 603, 603, 'declined'],
    ['not answering', 480, 480, 'no-answer'],
    ['broken', 500, 403, 'rejected'],
    ['out of service', 503, 480, 'unreachable'],
    ['unknown to itself', 404, 480, 'unreachable'],
    ['asking for a password', 401, 403, 'rejected'],
    ['sending the caller elsewhere', 302, 403, 'rejected'],
  ])('to somebody %s (%i) is refused with %i', async (_what, theirs, ours, outcome) => {
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    bob.reply(invite, theirs);
    await bob.take('ACK');
    await alice.take(ours);
    expect(await used.record()).toMatchObject({ outcome, sipStatus: ours, answeredAtMs: null });
  });

  it.each<[string, string, string | undefined, number, string]>([
    ['nobody', 'dave', sdp(4000), 404, 'not-found'],
    ['somebody without a phone', 'carol', sdp(4000), 480, 'unreachable'],
    ['somebody with a broken description', 'bob', 'v=0\r\nhello\r\n', 400, 'rejected'],
  ])('to %s is refused', async (_what, callee, body, status, outcome) => {
    const alice = await used.system.phone('alice');
    await used.system.phone('bob');
    alice.invite(callee, body === undefined ? {} : { body });
    await alice.take(status);
    expect(await used.record()).toMatchObject({ outcome, sipStatus: status, hungUpBy: 'system' });
  });

  it.each<[string, [string, string], number, string, RegExp]>([
    ['requires what nobody has', ['Require', 'foo, 100rel'], 420, 'Unsupported', /^foo$/],
    ['brings another body', ['Content-Type', 'text/plain'], 415, 'Accept', /^application\/sdp,/],
    ['went round too often', ['Max-Forwards', '0'], 482, 'Server', /^$/],
  ])('that %s is refused', async (_what, line, status, name, value) => {
    const alice = await used.system.phone('alice');
    await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000), lines: [line] });
    expect(header(await alice.take(status), name)).toMatch(value);
    await used.record();
  });

  it('is refused with a time to try again when there are too many', async () => {
    await used.restart({ maxCalls: 0 });
    const alice = await used.system.phone('alice');
    alice.invite('bob', { body: sdp(4000) });
    expect(header(await alice.take(503), 'Retry-After')).toBe('5');
    expect(await used.record()).toMatchObject({
      outcome: 'rejected',
      reason: expect.stringMatching(/^overloaded/),
    });
  });

  it('to a registered user goes on while the database is down, to others it is refused for now', async () => {
    used.system.directory.down = true;
    const alice = await used.system.phone('alice');
    const bob = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    bob.reply(await bob.take('INVITE'), 486);
    await alice.take(486);
    alice.invite('carol', { body: sdp(4000) });
    await alice.take(503);
    await expect.poll(() => used.system.records.map(({ outcome }) => outcome)).toEqual(['busy', 'failed']);
    used.system.complaints.length = 0;
  });
});
