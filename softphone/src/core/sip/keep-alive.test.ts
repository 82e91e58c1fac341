import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepAlive } from './keep-alive.ts';

class FakeSocket {
  readonly sent: string[] = [];
  #listener: (() => void) | null = null;

  send(text: string): void {
    this.sent.push(text);
  }

  addEventListener(_type: 'message', listener: () => void): void {
    this.#listener = listener;
  }

  removeEventListener(): void {
    this.#listener = null;
  }

  answers(): void {
    this.#listener?.();
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a connection on which nothing comes back any more counts as dead', () => {
  const socket = new FakeSocket();
  let silences = 0;
  const stop = keepAlive({ socket, onSilence: () => silences++ });
  vi.advanceTimersByTime(25_000);
  expect(socket.sent).toEqual(['\r\n\r\n']);
  socket.answers();
  vi.advanceTimersByTime(34_000);
  expect(silences).toBe(0);
  vi.advanceTimersByTime(1_000);
  expect(silences).toBe(1);
  stop();
});

test('a server that never answers pings is not taken for dead', () => {
  const socket = new FakeSocket();
  let silences = 0;
  const stop = keepAlive({ socket, onSilence: () => silences++ });
  vi.advanceTimersByTime(300_000);
  expect(silences).toBe(0);
  stop();
});

test('nothing is sent after it was stopped', () => {
  const socket = new FakeSocket();
  keepAlive({ socket, onSilence: () => undefined })();
  vi.advanceTimersByTime(300_000);
  expect(socket.sent).toEqual([]);
});
