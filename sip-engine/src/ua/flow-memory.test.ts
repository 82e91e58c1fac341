import { beforeEach, describe, expect, test } from 'vitest';
import { responseTo } from '../message/respond.ts';
import { parseUri } from '../message/uri.ts';
import { FakeFlow, requestOf } from '../transaction/fake-network.ts';
import { FlowMemory } from './flow-memory.ts';

let clock: { nowMs: number };
let memory: FlowMemory;

beforeEach(() => {
  clock = { nowMs: 0 };
  memory = new FlowMemory(() => clock.nowMs);
});

/** A Contact registers over a flow, and the registrar says yes. */
function register(contact: string, flow: FakeFlow, expiresSeconds = 60): void {
  const request = requestOf('REGISTER');
  request.headers.append('Contact', `<sip:${contact}>;expires=${expiresSeconds}`);
  memory.learn(request, responseTo(request, 200), flow);
}

const flowOf = (contact: string) => {
  const uri = parseUri(`sip:${contact}`);
  return uri === null ? null : memory.find(uri);
};

let flows = 0;
const browser = (): FakeFlow => {
  flows += 1;
  return new FakeFlow('ws', { id: flows });
};

describe('a Contact that registered over a connection', () => {
  test('is reached by it until the registration expires', () => {
    const flow = browser();
    register('alice@a.invalid', flow);
    expect(flowOf('alice@a.invalid')).toBe(flow);
    expect(memory.contactsOf(flow)).toEqual(['alice@a.invalid']);
    clock.nowMs = 60_000;
    expect(flowOf('alice@a.invalid')).toBeNull();
    expect(memory.contactsOf(flow)).toEqual([]);
  });

  test('belongs to the connection by which it came last', () => {
    const [before, after] = [browser(), browser()];
    register('alice@a.invalid', before);
    register('bob@b.invalid', before);
    register('alice@a.invalid', after);
    expect(memory.contactsOf(before)).toEqual(['bob@b.invalid']);
    expect(memory.contactsOf(after)).toEqual(['alice@a.invalid']);
  });

  test('is forgotten when it unregisters, and when nobody asks after it has expired', () => {
    const flow = browser();
    register('alice@a.invalid', flow);
    register('bob@b.invalid', flow);
    register('alice@a.invalid', flow, 0);
    expect(memory.contactsOf(flow)).toEqual(['bob@b.invalid']);
    clock.nowMs = 60_000;
    memory.sweep();
    expect(memory.size).toBe(0);
    expect(memory.contactsOf(flow)).toEqual([]);
  });

  test('by UDP is not remembered', () => {
    register('alice@a.invalid', new FakeFlow('udp'));
    expect(memory.size).toBe(0);
  });
});
