import { beforeEach, describe, expect, it } from 'vitest';
import { type RefusalKey, TandemError } from '../errors.ts';
import type { LocalConversation } from './local-dialog.ts';
import { sdp } from './testing/sip-text.ts';
import { useTestSystem } from './testing/use-test-system.ts';

const used = useTestSystem();

/** A mailbox that takes calls, or refuses them. */
class TestMailbox implements LocalConversation {
  readonly happened: string[] = [];

  answer(): string {
    return sdp(7000);
  }
  key(): void {}
  begin(): void {
    this.happened.push('begin');
  }
  ended(): void {
    this.happened.push('ended');
  }
  onHangUp(): void {}
}

let mailbox: TestMailbox;
let refusal: RefusalKey | null;

const withMailbox = (): void => {
  mailbox = new TestMailbox();
  refusal = null;
  used.system.local.mailboxes.add('bob');
  used.system.local.answerer = {
    uri: 'sip:bob@example.com;voicemail',
    answer() {
      if (refusal) throw new TandemError(refusal);
      return mailbox;
    },
  };
};

beforeEach(withMailbox);

describe('a call that the user does not take, with his voicemail switched on,', () => {
  const dial = async () => {
    const alice = await used.system.phone('alice');
    return { alice, a: alice.invite('bob', { body: sdp(4000) }) };
  };
  /** Alice is answered by the mailbox, and hangs up. */
  const leavesMessage = async ({ alice, a }: Awaited<ReturnType<typeof dial>>) => {
    await a.confirm();
    await expect.poll(() => mailbox.happened).toEqual(['begin']);
    a.request('BYE');
    await alice.take(200);
    const record = await used.record();
    expect(mailbox.happened).toEqual(['begin', 'ended']);
    return record;
  };

  it('goes there when he is busy, and the record says so', async () => {
    const bob = await used.system.phone('bob');
    const call = await dial();
    bob.reply(await bob.take('INVITE'), 486);
    await bob.take('ACK');
    expect(await leavesMessage(call)).toMatchObject({
      outcome: 'answered',
      calleeUsername: 'bob',
      calleeUri: 'sip:bob@example.com',
      answeredBy: 'sip:bob@example.com;voicemail',
      details: {
        decision: expect.arrayContaining([
          { kind: 'name', sentence: 'The dialled user is on another call. The voicemail takes the call.' },
        ]),
      },
    });
  });

  it('goes there at once when none of his phones is registered', async () => {
    expect(await leavesMessage(await dial())).toMatchObject({ answeredBy: 'sip:bob@example.com;voicemail' });
  });

  it('goes there when nobody answers in time, and his phone stops ringing', async () => {
    await used.restart({ voicemailAfterMs: 200 });
    withMailbox();
    const bob = await used.system.phone('bob');
    const call = await dial();
    const invite = await bob.take('INVITE');
    bob.reply(invite, 180);
    await call.alice.take(180);
    bob.reply(await bob.take('CANCEL'), 200);
    bob.reply(invite, 487);
    await bob.take('ACK');
    expect(await leavesMessage(call)).toMatchObject({ outcome: 'answered' });
  });

  it('stays with his phone when he answers', async () => {
    const talk = await used.talk();
    await used.end(talk);
    expect(await used.record()).toMatchObject({ outcome: 'answered' });
    expect(mailbox.happened).toEqual([]);
  });

  it('is declined when he declines it', async () => {
    const bob = await used.system.phone('bob');
    const { alice } = await dial();
    bob.reply(await bob.take('INVITE'), 603);
    await bob.take('ACK');
    await alice.take(603);
    expect(await used.record()).toMatchObject({ outcome: 'declined' });
  });

  it('ends as busy when the mailbox takes no call', async () => {
    refusal = 'voicemail-storage';
    const bob = await used.system.phone('bob');
    const { alice } = await dial();
    bob.reply(await bob.take('INVITE'), 486);
    await bob.take('ACK');
    await alice.take(486);
    expect(await used.record()).toMatchObject({ outcome: 'busy' });
  });

  it('ends as before when his voicemail is off', async () => {
    used.system.local.mailboxes.clear();
    const { alice } = await dial();
    await alice.take(480);
    expect(await used.record()).toMatchObject({ reason: expect.stringMatching(/^not-registered/) });
  });
});
