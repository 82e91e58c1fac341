import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SipPeer } from '../testing/sip-peer.ts';
import { TestEngine } from '../testing/test-engine.ts';

let engine: TestEngine;

beforeEach(async () => {
  engine = await TestEngine.start();
});
afterEach(() => engine.stop());

const callers = [
  ['TCP', () => engine.tcpPeer()],
  ['WebSocket', () => engine.webSocketPeer()],
] as const;

type Ring = () => Promise<(status: number) => void>;

/** An application that rings, and answers when it is told. Resolves when the caller hears it ring. */
const applications: readonly (readonly [string, Ring])[] = [
  [
    'an application over the drachtio protocol',
    async () => {
      const srf = await engine.inMemory();
      const answers: ((status: number) => void)[] = [];
      srf.invite((_req, res) => {
        res.send(180);
        answers.push((status) => res.send(status));
      });
      return (status) => {
        for (const answer of answers) answer(status);
      };
    },
  ],
  [
    'native calls',
    async () => {
      const answers: ((status: number) => void)[] = [];
      engine.engine.calls.use('invite', (_request, response) => {
        response.send(180, '');
        answers.push((status) => response.send(status, ''));
      });
      return (status) => {
        for (const answer of answers) answer(status);
      };
    },
  ],
];

/** Sums of the gauges that a call which is over must leave at zero. */
function held(): Readonly<Record<string, number>> {
  const names = ['sip_transactions_active', 'sip_dialogs_active', 'sip_queue_length'];
  const metrics = engine.engine.metrics().filter(({ name }) => names.includes(name));
  return Object.fromEntries(
    metrics.map(({ name, values }) => [name, values.reduce((sum, { value }) => sum + value, 0)]),
  );
}

async function callAndGo(caller: SipPeer): Promise<void> {
  const gone = new Promise<void>((resolve) => engine.engine.onFlowClosed(() => resolve()));
  caller.send(caller.request('INVITE', 'sip:bob@example.com'));
  await caller.takeResponse(180);
  caller.close();
  await gone;
}

describe.each(applications)('to %s', (_application, ring) => {
  describe.each(callers)('a caller over %s whose connection breaks while it rings', (_transport, connect) => {
    test.each([180, 200, 486])('leaves nothing behind when the answer is %i', async (status) => {
      const answer = await ring();
      await callAndGo(await connect());
      answer(status);
      await expect
        .poll(held)
        .toEqual({ sip_transactions_active: 0, sip_dialogs_active: 0, sip_queue_length: 0 });
    });
  });
});
