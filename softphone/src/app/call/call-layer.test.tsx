// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { callEnd } from '../../core/call/call-end.ts';
import { renderWithPhone, type TestPhone } from '../../testing/test-phone.tsx';
import { useCalls } from '../hooks/use-calls.ts';
import { CallLayer } from './call-layer.tsx';

function Calls() {
  return <CallLayer calls={useCalls()} />;
}

let phone: TestPhone;
let keyboard: ReturnType<typeof userEvent.setup>;

beforeEach(async () => {
  // Testing Library waits with real timers between two keys.
  vi.useFakeTimers({ shouldAdvanceTime: true });
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
  keyboard = userEvent.setup({ advanceTimers: (milliseconds) => vi.advanceTimersByTime(milliseconds) });
  phone = await renderWithPhone(<Calls />);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const state = () => screen.getByTestId('call-state').getAttribute('data-state');
const rings = (uri = 'sip:bob@example.com', name: string | null = 'B') => {
  let id = '';
  act(() => {
    id = phone.engine.rings(uri, name);
  });
  return id;
};
const pass = (milliseconds: number) => act(() => vi.advanceTimersByTime(milliseconds));

describe('an incoming call', () => {
  test('shows the name from the directory rather than what the caller says of itself', () => {
    rings('sip:bob@example.com', 'Your Bank');
    expect(screen.getByRole('heading').textContent).toBe('Bob Lindqvist');
    expect(screen.getByText('Incoming call from Bob Lindqvist').getAttribute('role')).toBe('alert');
    expect(state()).toBe('incoming');
  });

  test('is answered with Enter and declined with Escape', async () => {
    rings();
    pass(1000);
    await keyboard.keyboard('{Enter}');
    expect(state()).toBe('established');
    act(() => phone.engine.dismiss('call-1'));
    rings();
    pass(1000);
    await keyboard.keyboard('{Escape}');
    expect(screen.getByTestId('call-state').textContent).toBe('You declined the call.');
  });

  test('is not answered by a key that was meant for something else', async () => {
    rings();
    await keyboard.keyboard('{Enter}{Escape}');
    expect(state()).toBe('incoming');
  });

  test('blinks in the title of the tab until it is over', () => {
    rings();
    expect(document.title).toContain('Bob Lindqvist is calling');
    pass(1000);
    expect(document.title).toBe('Tandem');
    pass(1000);
    expect(document.title).toContain('is calling');
    act(() => phone.engine.change('call-1', { phase: 'ended', end: callEnd('missed') }));
    expect(document.title).toBe('Tandem');
  });
});

describe('a running call', () => {
  const talk = () => {
    const id = rings();
    act(() => phone.engine.answer(id));
    return id;
  };

  test('counts its time', () => {
    talk();
    pass(65_000);
    expect(screen.getByTestId('call-timer').textContent).toBe('1:05');
  });

  test('is muted, held and ended by its buttons, which say their state', async () => {
    talk();
    await keyboard.click(screen.getByRole('button', { name: 'Mute' }));
    expect(screen.getByRole('button', { name: 'Muted' }).getAttribute('aria-pressed')).toBe('true');
    await keyboard.click(screen.getByRole('button', { name: 'Hold' }));
    expect(state()).toBe('held');
    await keyboard.click(screen.getByRole('button', { name: 'Hang up' }));
    expect(state()).toBe('ended');
  });

  test('is muted, held and ended by the keyboard alone', async () => {
    talk();
    await keyboard.keyboard('m');
    expect(screen.getByTestId('mute').getAttribute('aria-pressed')).toBe('true');
    await keyboard.keyboard('h');
    expect(state()).toBe('held');
    await keyboard.keyboard('{End}');
    expect(state()).toBe('ended');
  });

  test('sends the digits that are pressed or typed, and shows them', async () => {
    talk();
    await keyboard.keyboard('k');
    await keyboard.click(screen.getByTestId('dtmf-5'));
    await keyboard.keyboard('12#');
    expect(phone.engine.digits).toEqual(['5', '1', '2', '#']);
    expect(screen.getByLabelText('Digits sent').textContent).toBe('512#');
  });

  test('says when the other side holds it or the sound is lost', () => {
    const id = talk();
    act(() => phone.engine.change(id, { heldByPeer: true }));
    expect(screen.getByTestId('call-state').textContent).toBe('Bob Lindqvist put you on hold');
    act(() => phone.engine.change(id, { heldByPeer: false, recovering: true }));
    expect(screen.getByTestId('call-state').textContent).toContain('reconnecting');
  });

  test('says when the server is away, although the sound goes on', () => {
    talk();
    expect(screen.queryByTestId('call-link')).toBeNull();
    act(() => phone.engine.becomes({ kind: 'offline', reason: 'This device has no network.' }));
    expect(screen.getByTestId('call-link').textContent).toContain('No connection to the server');
  });

  test('shows a second caller beside it, who can be taken or refused', async () => {
    talk();
    rings('sip:carol@example.com', 'Carol');
    expect(screen.getByRole('region', { name: 'Call waiting' }).textContent).toContain('Carol');
    await keyboard.click(screen.getByTestId('decline'));
    expect(state()).toBe('established');
  });
});

test('a call that failed says why and can be made again', async () => {
  act(() => {
    phone.engine.dial('sip:bob@example.com', 'Bob');
    phone.engine.change('call-1', { phase: 'ended', end: callEnd('busy') });
  });
  expect(screen.getByRole('status').textContent).toBe('The line is busy.');
  await keyboard.click(screen.getByTestId('call-again'));
  expect(phone.engine.dialled).toEqual(['sip:bob@example.com', 'sip:bob@example.com']);
  expect(state()).toBe('calling');
});
