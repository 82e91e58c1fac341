import { afterEach, describe, expect, it } from 'vitest';
import { openCallsInside } from '../testing/calls-inside.ts';
import { until } from '../testing/until.ts';
import { Reception } from './reception.ts';
import { Reporter } from './reporter.ts';
import { ntpOf, senderReportTime, writeReport } from './rtcp-packet.ts';
import { isRtcp, type RtpPacket } from './rtp-packet.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A stream of which these packets came. */
function receptionOf(sequences: readonly number[]): Reception {
  const reception = new Reception(7);
  for (const sequence of sequences) reception.packet(sequence & 0xffff);
  return reception;
}

const run = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from + at);

describe('what a party says of the stream that it hears', () => {
  it.each([
    ['all packets', run(65_530, 20), { lost: 0, fractionLost: 0, highestSequence: 65_549 }],
    ['one in ten missing', run(1, 100).filter((n) => n % 10 !== 0), { lost: 9, fractionLost: 23 }],
    ['packets in disorder', [1, 3, 2, 5, 4, 6], { lost: 0, fractionLost: 0, highestSequence: 6 }],
    ['one that came twice', [1, 2, 2, 3], { lost: -1, fractionLost: 0 }],
    ['numbers that begin anew', [...run(1, 10), ...run(30_000, 5)], { lost: 0, highestSequence: 30_004 }],
    ['one stray number', [...run(1, 10), 30_000, ...run(11, 5)], { lost: 0, highestSequence: 15 }],
  ])('counts %s', (_, sequences, expected) => {
    expect(receptionOf(sequences).report(0)).toMatchObject(expected);
  });

  it('tells the fraction that was lost since it told it last, and the sum', () => {
    const reception = receptionOf([1, 2, 3, 5]);
    expect(reception.report(0)).toMatchObject({ lost: 1, fractionLost: Math.floor(256 / 5) });
    for (const sequence of run(6, 10)) reception.packet(sequence);
    expect(reception.report(0)).toMatchObject({ lost: 1, fractionLost: 0 });
    reception.packet(16);
    expect(reception.report(0)).toMatchObject({ lost: 1, fractionLost: 0 });
  });

  it('measures jitter against the clock of the codec, also where time stamps wrap around', () => {
    const steady = new Reception(7);
    const shaken = new Reception(7);
    for (const at of run(0, 400)) {
      const timestamp = (0xffff_f000 + at * 160) >>> 0;
      for (const reception of [steady, shaken]) reception.packet(at);
      steady.arrival(timestamp, 1e12 + at * 20, 8000);
      // Every second one is 5 ms late.
      shaken.arrival(timestamp, 1e12 + at * 20 + (at % 2) * 5, 8000);
    }
    expect(steady.report(0)?.jitter).toBe(0);
    expect(shaken.report(0)?.jitter).toBe(39);
  });

  it('measures it anew when the codec changes, and its clock with it', () => {
    const reception = receptionOf([1, 2, 3, 4]);
    reception.arrival(5000, 1e12, 8000);
    reception.arrival(5160, 1e12 + 20, 8000);
    reception.arrival(6120, 1e12 + 40, 48_000);
    reception.arrival(7080, 1e12 + 60, 48_000);
    expect(reception.report(0)?.jitter).toBe(0);
  });

  it('is nothing before there is a stream, and while nothing of it comes', () => {
    expect(new Reception(7).report(0)).toBeNull();
    const reception = receptionOf([1, 2]);
    expect(reception.report(0)).not.toBeNull();
    expect(reception.report(0)).toBeNull();
    reception.packet(5);
    expect(reception.report(0)).toMatchObject({ lost: 2, fractionLost: Math.floor((2 * 256) / 3) });
  });
});

const NOW_MS = Date.UTC(2026, 0, 2) + 500;

const packet = (change: Partial<RtpPacket>): RtpPacket => ({
  payloadType: 0,
  marker: false,
  sequence: 1,
  timestamp: 1000,
  ssrc: 9,
  payload: Buffer.alloc(160),
  ...change,
});

describe('a report', () => {
  it('has a time, counts and what is received, and says whose it is', () => {
    const report = writeReport({
      ssrc: 5,
      cname: 'abc',
      sender: { ntp: ntpOf(NOW_MS), timestamp: 6, packets: 7, octets: 8 },
      reception: {
        ssrc: 9,
        fractionLost: 10,
        lost: -2,
        highestSequence: 11,
        jitter: 12,
        lastSenderReport: 13,
        delaySinceLast: 14,
      },
      leaves: false,
    });
    expect(isRtcp(report)).toBe(true);
    const ntpSeconds = Math.floor(NOW_MS / 1000) + 2_208_988_800;
    const words = [0x81c8000c, 5, ntpSeconds, 0x80000000, 6, 7, 8, 9, 0x0afffffe, 11, 12, 13, 14];
    expect(words.map((_, at) => report.readUInt32BE(4 * at))).toEqual(words);
    // SDES with a CNAME of three octets, and zeros to the end of the word.
    expect(report.subarray(52).toString('hex')).toBe('81ca00030000000501036162630000 00'.replace(' ', ''));
    expect(senderReportTime(report, 5)).toBe(((ntpSeconds & 0xffff) * 2 ** 16 + 0x8000) >>> 0);
    expect(senderReportTime(report, 6)).toBeNull();
  });

  it.each(['', '81', '80c80000', '81c8ffff00000005', '00c8000600000005'])(
    'that is cut off or garbage (%s) is not believed',
    (hex) => expect(senderReportTime(Buffer.from(hex, 'hex'), 5)).toBeNull(),
  );

  it('comes about every five seconds, and sooner at first; who sends nothing reports only what comes', () => {
    let nowMs = NOW_MS;
    const reporter = new Reporter({ ssrc: 5, now: () => nowMs, random: () => 0.5 });
    /** @returns after how many frames it came, and its kind */
    const next = (): readonly [number, number, Buffer] => {
      for (let frame = 1; frame <= 1000; frame += 1) {
        nowMs += 20;
        const report = reporter.nextReport();
        if (report) return [frame, report.readUInt8(1), report];
      }
      throw new Error('no report');
    };
    reporter.received(packet({ sequence: 3 }), 8000);
    reporter.sent(packet({ timestamp: 100, ssrc: 5 }), 8000);
    const rtpTimestampAt = 16;
    const [frames, kind, first] = next();
    expect([frames, kind]).toEqual([125, 200]);
    expect(first.readUInt32BE(rtpTimestampAt)).toBe(100 + 125 * 160);
    reporter.receivedReport(
      writeReport({
        ssrc: 9,
        cname: 'phone',
        sender: { ntp: { seconds: 0x1234, fraction: 0x56780000 }, timestamp: 0, packets: 0, octets: 0 },
        reception: null,
        leaves: false,
      }),
    );
    reporter.received(packet({ sequence: 4 }), 8000);
    const [later, stillSender, second] = next();
    expect([later, stillSender]).toEqual([250, 200]);
    expect(second.readUInt32BE(44)).toBe(0x12345678);
    expect(second.readUInt32BE(48)).toBe(5 * 65_536);
    const [, receiver, third] = next();
    expect([receiver, third.readUInt8(0)]).toEqual([201, 0x80]);
  });

  it('says goodbye in the last one, to whom anything was ever sent', () => {
    const reporter = new Reporter({ ssrc: 5, now: () => NOW_MS, random: () => 0.5 });
    expect(reporter.lastReport()).toBeNull();
    reporter.sent(packet({ ssrc: 5 }), 8000);
    const last = reporter.lastReport();
    expect([last?.readUInt8(1), last?.subarray(-8).toString('hex')]).toEqual([200, '81cb000100000005']);
  });
});

it.each(['PCMU', 'opus'] as const)(
  'the relay knows how a call inside sounds both ways: %s',
  async (codec) => {
    const calls = await openCallsInside();
    cleanUps.push(() => calls.close());
    const { phone, stats } = await calls.call(codec, 700, true);
    await until('the phone talks', () => phone.packetsReceived > 20);
    phone.losePackets(20);
    const rated = async () => {
      const { caller, callee } = (await stats()) ?? {};
      return caller?.mos && callee?.mos ? { caller, callee } : null;
    };
    await expect.poll(rated, { timeout: 20_000, interval: 200 }).not.toBeNull();
    const known = await rated();
    if (known === null) throw new Error('rated no more');
    expect(known.caller.packetsLost).toBe(20);
    expect(known.callee.packetsLost).toBe(0);
    for (const { mos, jitterMs } of [known.caller, known.callee]) {
      expect(mos).toBeGreaterThan(1);
      expect(mos).toBeLessThan(5);
      expect(jitterMs).toBeLessThan(30);
    }
  },
  30_000,
);
