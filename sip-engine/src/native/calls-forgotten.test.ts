import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { sdpOf } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';
import type { NativeDialog } from './native-dialog.ts';

let engine: TestEngine;

afterEach(async () => {
  await engine.stop();
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  z.function().parse(collect)();
}

/** What an application holds of one call, seen without holding it. */
class Held {}

/** Calls, hangs up at once, and keeps nothing but a weak reference to what the call's callbacks hold. */
async function callAndHangUp(): Promise<WeakRef<Held>> {
  const phone = await engine.udpPeer();
  const held = new Held();
  const inUse: unknown[] = [];
  const answered = new Promise<NativeDialog>((resolve, reject) => {
    engine.engine.calls.createUAC(
      `sip:bob@${phone.wire.localHostPort}`,
      { localSdp: sdpOf('us') },
      { cbRequest: () => inUse.push(held), cbProvisional: () => inUse.push(held) },
      (error, dialog) => {
        inUse.push(held);
        if (dialog !== undefined && 'sip' in dialog) resolve(dialog.on('destroy', () => inUse.push(held)));
        else reject(error ?? new Error('no dialog'));
      },
    );
  });
  phone.respond(await phone.takeRequest('INVITE'), 200, { body: sdpOf('bob') });
  const dialog = await answered;
  await phone.takeRequest('ACK');
  const over = new Promise((resolve) => dialog.destroy({}, resolve));
  phone.respond(await phone.takeRequest('BYE'), 200);
  await over;
  return new WeakRef(held);
}

test('nothing is kept of a call that is over while its transactions wait for repetitions', async () => {
  engine = await TestEngine.start();
  const held = await callAndHangUp();
  await expect
    .poll(() => {
      collectGarbage();
      return held.deref() === undefined;
    })
    .toBe(true);
});
