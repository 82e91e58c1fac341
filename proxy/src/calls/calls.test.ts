import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { header, sdp } from './testing/sip-text.ts';
import { startTestSystem, type TestSystem } from './testing/test-system.ts';

describe('a call between two phones', () => {
  let system: TestSystem;
  beforeEach(async () => {
    system = await startTestSystem();
  });
  afterEach(() => system.close());

  it('is answered, talked on and hung up by the caller', async () => {
    const alice = await system.phone('alice');
    const bob = await system.phone('bob');
    const dialog = alice.invite('bob', { body: sdp(4000) });
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await alice.take(180);
    bob.reply(invite, 200, { body: sdp(5000) });
    const ok = await dialog.confirm();
    await bob.take('ACK');
    expect(invite.body).toContain('x-relay:offer by caller rtp>rtp');
    expect(ok.body).toContain('x-relay:answer by callee rtp>rtp');
    expect(system.calls.count()).toBe(1);
    dialog.request('BYE');
    await alice.take(200);
    bob.reply(await bob.take('BYE'), 200);
    await vi.waitFor(() => expect(system.records).toHaveLength(1));
  });
});
