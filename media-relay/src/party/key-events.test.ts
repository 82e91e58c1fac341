import { expect, it } from 'vitest';
import { KeyEvents } from './key-events.ts';
import type { RtpPacket } from './rtp-packet.ts';

const event = (code: number, timestamp: number, end = false): RtpPacket => ({
  payloadType: 101,
  marker: false,
  sequence: 0,
  ssrc: 1,
  timestamp,
  payload: Buffer.from([code, end ? 0x8a : 0x0a, 0, 160]),
});
const keysOf = (packets: readonly RtpPacket[]): (string | null)[] => {
  const events = new KeyEvents();
  return packets.map((packet) => events.keyOf(packet));
};

it('a press is told once, though it comes in many packets and its end three times', () => {
  const press = [event(5, 800), event(5, 800), ...Array.from({ length: 3 }, () => event(5, 800, true))];
  expect(keysOf(press).filter((key) => key !== null)).toEqual(['5']);
});

it('the same key twice is two presses, even when only their ends arrive', () => {
  expect(keysOf([event(11, 800, true), event(11, 4000, true)])).toEqual(['#', '#']);
});

it('a packet of the press before, come late, is none', () => {
  expect(keysOf([event(1, 800), event(2, 4000), event(1, 800, true)])).toEqual(['1', '2', null]);
});

it('a press of more than eight seconds goes on in another segment', () => {
  expect(keysOf([event(10, 800), event(10, 800 + 0xffff)])).toEqual(['*', null]);
});

it('timestamps wrap around', () => {
  expect(keysOf([event(3, 0xffff_ff00), event(3, 0x800)])).toEqual(['3', '3']);
});

it('a flash hook, and a packet too short, are no keys', () => {
  expect(keysOf([event(16, 800), { ...event(1, 900), payload: Buffer.from([1]) }])).toEqual([null, null]);
});
