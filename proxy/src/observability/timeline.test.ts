import { expect, test } from 'vitest';
import { unmeasuredLeg } from '../cdr/call-record.ts';
import { createTimeline } from './timeline.ts';

const START_MS = Date.parse('2026-01-01T10:00:00Z');

function started() {
  const phones = { registered: 2, calls: 0, scores: [] as number[], nowMs: START_MS };
  const timeline = createTimeline({
    registeredBindings: () => phones.registered,
    activeCalls: () => phones.calls,
    liveScores: () => phones.scores,
    now: () => phones.nowMs,
  });
  return { phones, timeline };
}

const ended = { outcome: 'answered', callerLeg: unmeasuredLeg, calleeLeg: unmeasuredLeg } as const;

test('each second tells how many phones and calls there were, and how calls ended in it', () => {
  const { phones, timeline } = started();
  timeline.tick();
  phones.calls = 1;
  timeline.callEnded({
    ...ended,
    callerLeg: { ...unmeasuredLeg, mos: 4 },
    calleeLeg: { ...unmeasuredLeg, mos: 3 },
  });
  timeline.callEnded({ ...ended, outcome: 'busy' });
  timeline.callEnded({ ...ended, outcome: 'failed' });
  phones.nowMs += 1_000;
  timeline.tick();
  expect(timeline.last(300)).toEqual({
    endsAt: '2026-01-01T10:00:01.000Z',
    registeredBindings: [2, 2],
    activeCalls: [0, 1],
    answered: [0, 1],
    unanswered: [0, 1],
    errors: [0, 1],
    mos: [null, 3.5],
  });
});

test('the sound of calls that go on counts too', () => {
  const { phones, timeline } = started();
  phones.scores = [4.5, 3.5];
  timeline.tick();
  expect(timeline.last(1).mos).toEqual([4]);
});

test('what was counted in one second is not counted in the next', () => {
  const { timeline } = started();
  timeline.callEnded(ended);
  timeline.tick();
  timeline.tick();
  expect(timeline.last(300).answered).toEqual([1, 0]);
});

test('fifteen minutes are kept, and the newest are told when fewer are asked for', () => {
  const { phones, timeline } = started();
  for (let second = 0; second < 1_000; second++) {
    phones.registered = second;
    timeline.tick();
  }
  expect(timeline.last(2).registeredBindings).toEqual([998, 999]);
  expect(timeline.last(10_000).registeredBindings).toHaveLength(900);
});
