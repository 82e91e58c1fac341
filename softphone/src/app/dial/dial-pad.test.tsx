// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DialPad } from './dial-pad.tsx';

let pressed: string[];

beforeEach(() => {
  vi.useFakeTimers();
  pressed = [];
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const show = (plus: boolean) =>
  render(
    <DialPad
      testIdPrefix="key"
      onDigit={(digit) => pressed.push(digit)}
      {...(plus ? { onPlus: () => pressed.push('+') } : {})}
    />,
  );

/** Presses a key with a finger for so long. */
function touch(testId: string, forMs: number): void {
  const key = screen.getByTestId(testId);
  fireEvent.pointerDown(key);
  act(() => vi.advanceTimersByTime(forMs));
  fireEvent.pointerUp(key);
  fireEvent.click(key, { detail: 1 });
}

test('a 0 that is held down is a plus, and one that is pressed is a 0', () => {
  show(true);
  touch('key-0', 700);
  touch('key-0', 100);
  touch('key-4', 700);
  expect(pressed).toEqual(['+', '0', '4']);
});

test('a 0 that the keyboard presses is a 0, whatever was held before', () => {
  show(true);
  const key = screen.getByTestId('key-0');
  fireEvent.pointerDown(key);
  act(() => vi.advanceTimersByTime(700));
  fireEvent.pointerLeave(key);
  fireEvent.click(key, { detail: 0 });
  expect(pressed).toEqual(['+', '0']);
});

test('keys of a call send no plus and show none', () => {
  show(false);
  touch('key-0', 700);
  expect(pressed).toEqual(['0']);
  expect(screen.queryByText('+')).toBeNull();
});
