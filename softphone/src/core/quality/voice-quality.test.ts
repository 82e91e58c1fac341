import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchQuality } from './quality-watch.ts';
import { judgeVoice, meanOpinionScore, type VoiceQuality, type VoiceSample } from './voice-quality.ts';
import { voiceSample } from './voice-sample.ts';

const start: VoiceSample = {
  atMs: 0,
  packetsReceived: 1000,
  packetsLost: 0,
  samplesReceived: 960_000,
  samplesConcealed: 0,
  jitterMs: 2,
  roundTripMs: 40,
  lossAtPeer: 0,
};
const after = (change: Partial<VoiceSample>): VoiceSample => ({
  ...start,
  atMs: 5000,
  packetsReceived: 1250,
  samplesReceived: 1_200_000,
  ...change,
});
const judge = (change: Partial<VoiceSample>) => judgeVoice([start, after(change)]);

test.each([
  [0, 0, 0, 4.4],
  [20, 2, 0, 4.39],
  [150, 10, 0, 4.26],
  [20, 2, 5, 4.02],
  [20, 2, 20, 2.18],
  [1000, 100, 100, 1],
])('%d ms of delay, %d ms of jitter and %d percent of loss score %d', (latencyMs, jitterMs, loss, score) => {
  expect(meanOpinionScore(latencyMs, jitterMs, loss)).toBeCloseTo(score, 2);
});

test('a quiet network has four bars and says why', () => {
  expect(judge({})).toMatchObject({ bars: 4, label: 'Good', why: 'Little delay (20 ms) and 0 % lost.' });
});

test('loss takes bars away and is named', () => {
  const quality = judge({ packetsLost: 28, samplesConcealed: 24_000 });
  expect(quality?.bars).toBeLessThan(3);
  expect(quality?.why).toBe('10 % of the sound is lost on the way.');
});

test('a long way is named', () => {
  const far = { ...start, roundTripMs: 900 };
  expect(judgeVoice([far, after({ roundTripMs: 900 })])?.why).toBe(
    'The way is long: 450 ms of delay each way.',
  );
});

test('what the other side misses is named although all is well here', () => {
  expect(judge({ lossAtPeer: 0.08 })?.why).toContain('The other side misses 8 %');
});

test('silence from the other side is not called good', () => {
  expect(judge({ packetsReceived: 1000 })).toMatchObject({ bars: 1, label: 'No sound' });
});

test('one sample says nothing', () => {
  expect(judgeVoice([start])).toBeNull();
  expect(judgeVoice([])).toBeNull();
});

const inbound = {
  type: 'inbound-rtp',
  kind: 'audio',
  packetsReceived: 500,
  packetsLost: 5,
  totalSamplesReceived: 480_000,
  concealedSamples: 5_000,
  silentConcealedSamples: 1_000,
  jitter: 0.004,
};

test('statistics are read in milliseconds, and left-out silence is no concealment', () => {
  const remote = { type: 'remote-inbound-rtp', roundTripTime: 0.05, fractionLost: 0.01 };
  expect(voiceSample([inbound, remote, { type: 'codec' }], 7)).toEqual({
    atMs: 7,
    packetsReceived: 500,
    packetsLost: 5,
    samplesReceived: 480_000,
    samplesConcealed: 4_000,
    jitterMs: 4,
    roundTripMs: 50,
    lossAtPeer: 0.01,
  });
});

test('the round trip of the path stands in while the other side has not reported', () => {
  const pair = { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.02 };
  expect(voiceSample([inbound, { type: 'remote-inbound-rtp' }, pair], 0)?.roundTripMs).toBe(20);
  expect(voiceSample([inbound], 0)?.roundTripMs).toBeNull();
  expect(voiceSample([{ type: 'transport' }], 0)).toBeNull();
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the judgement looks five seconds back, so that an old gap is forgiven', async () => {
  let packetsReceived = 0;
  let packetsLost = 0;
  const judgements: (VoiceQuality | null)[] = [];
  const stop = watchQuality({
    statistics: async () => [
      { ...inbound, packetsReceived, packetsLost, concealedSamples: 0, silentConcealedSamples: 0 },
    ],
    onQuality: (quality) => judgements.push(quality),
    now: Date.now,
  });
  for (let second = 0; second < 12; second++) {
    await vi.advanceTimersByTimeAsync(1000);
    packetsReceived += 50;
    if (second === 2) packetsLost += 30;
  }
  stop();
  const bars = judgements.map((quality) => quality?.bars ?? 0);
  expect(bars[0]).toBe(0);
  expect(Math.min(...bars.slice(3, 8))).toBeLessThan(3);
  expect(bars.at(-1)).toBe(4);
  const told = judgements.length;
  await vi.advanceTimersByTimeAsync(5000);
  expect(judgements).toHaveLength(told);
});
