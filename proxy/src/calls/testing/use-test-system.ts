import { afterEach, beforeEach, expect } from 'vitest';
import type { CallRecord } from '../../cdr/call-record.ts';
import { type Sip, sdp } from './sip-text.ts';
import type { TestDialog, TestPhone } from './test-phone.ts';
import { startTestSystem, type TestSystem } from './test-system.ts';

/** Two phones in a call. */
export interface Talk {
  readonly alice: TestPhone;
  readonly bob: TestPhone;
  /** The dialogs of the two with us. */
  readonly a: TestDialog;
  readonly b: TestDialog;
  /** What bob got, and what alice got. */
  readonly invite: Sip;
  readonly ok: Sip;
}

export interface UsedTestSystem {
  readonly system: TestSystem;
  restart(...changes: Parameters<typeof startTestSystem>): Promise<void>;
  /** Waits for the record of the only call, and for everything of it to be gone. */
  record(): Promise<CallRecord | undefined>;
  /** Alice calls bob, and he answers. */
  talk(): Promise<Talk>;
  /** Alice hangs up. */
  end(talk: Talk): Promise<void>;
}

/** A fresh system for each test of a file, which must leave nothing behind: no call, no media, no complaint. */
export function useTestSystem(): UsedTestSystem {
  let system: TestSystem;
  beforeEach(async () => {
    system = await startTestSystem();
  });
  afterEach(async () => {
    await system.close();
    expect(system.calls.count()).toBe(0);
    expect([...system.relay.open]).toEqual([]);
    expect(system.complaints).toEqual([]);
  });
  const record = async (): Promise<CallRecord | undefined> => {
    await expect.poll(() => [system.records.length, system.calls.count()]).toEqual([1, 0]);
    return system.records[0];
  };
  return {
    get system() {
      return system;
    },
    async restart(...changes) {
      await system.close();
      system = await startTestSystem(...changes);
    },
    record,
    async talk() {
      const alice = await system.phone('alice');
      const bob = await system.phone('bob');
      const a = alice.invite('bob', { body: sdp(4000) });
      const invite = await bob.take('INVITE');
      bob.reply(invite, 200, { body: sdp(5000) });
      const ok = await a.confirm();
      await bob.take('ACK');
      return { alice, bob, a, b: bob.dialogOf(invite), invite, ok };
    },
    async end({ bob, a }) {
      a.request('BYE');
      bob.reply(await bob.take('BYE'), 200);
      await record();
    },
  };
}
