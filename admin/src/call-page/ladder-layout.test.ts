import { expect, test } from 'vitest';
import { kindOf, type LadderMessage, layOutLadder } from './ladder-layout.ts';

const parties = ['alice', 'Tandem', 'carrier'];

function message(atMs: number, from: string, to: string, label = 'INVITE'): LadderMessage {
  return { atMs, from, to, label, kind: 'request', withSdp: false };
}

test('each party has a line and each message a row, in the order of time', () => {
  const { lanes, arrows } = layOutLadder(parties, [
    message(1_030, 'Tandem', 'carrier'),
    message(1_000, 'alice', 'Tandem'),
  ]);
  expect(lanes.map(({ party }) => party)).toEqual(parties);
  expect(lanes[0]?.x).toBeLessThan(lanes[1]?.x ?? 0);
  expect(arrows.map(({ index, sinceStartMs }) => [index, sinceStartMs])).toEqual([
    [1, 0],
    [0, 30],
  ]);
  expect(arrows[0]?.y).toBeLessThan(arrows[1]?.y ?? 0);
});

test('an arrow goes from the sender’s line to the receiver’s', () => {
  const { lanes, arrows } = layOutLadder(parties, [message(0, 'carrier', 'Tandem', '180 Ringing')]);
  expect(arrows[0]).toMatchObject({ fromX: lanes[2]?.x, toX: lanes[1]?.x, label: '180 Ringing' });
});

test('messages of the same millisecond stay as they were recorded', () => {
  const { arrows } = layOutLadder(parties, [
    message(5, 'alice', 'Tandem', 'first'),
    message(5, 'Tandem', 'alice', 'second'),
  ]);
  expect(arrows.map(({ label }) => label)).toEqual(['first', 'second']);
});

test('a pause in which the phone rang is seen as a gap', () => {
  const { arrows } = layOutLadder(parties, [
    message(0, 'alice', 'Tandem'),
    message(20, 'Tandem', 'carrier'),
    message(6_000, 'carrier', 'Tandem'),
  ]);
  expect(arrows.map(({ afterPause }) => afterPause)).toEqual([false, false, true]);
});

test('a message of nobody on the ladder is left out, and no message is an empty ladder', () => {
  expect(layOutLadder(parties, [message(0, 'mallory', 'Tandem')]).arrows).toEqual([]);
  expect(layOutLadder(parties, []).arrows).toEqual([]);
});

test.each([
  [null, 'request'],
  [183, 'provisional'],
  [200, 'success'],
  [302, 'redirect'],
  [486, 'failure'],
] as const)('status %s is drawn as %s', (status, kind) => {
  expect(kindOf(status)).toBe(kind);
});
