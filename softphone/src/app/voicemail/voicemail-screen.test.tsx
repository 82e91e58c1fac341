// @vitest-environment jsdom
import type { VoicemailMessage } from '@tandem/api-types/voicemail';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderWithPhone, type TestPhone } from '../../testing/test-phone.tsx';
import { usePhone } from '../hooks/use-phone.ts';
import { VoicemailScreen } from './voicemail-screen.tsx';

const message = (id: string, change: Partial<VoicemailMessage> = {}): VoicemailMessage => ({
  id,
  caller: { uri: 'sip:bob@example.com', displayName: 'B' },
  receivedAt: '2026-01-02T10:00:00.000Z',
  durationMs: 5000,
  bytes: 160_044,
  heardAt: null,
  deletedAt: null,
  ...change,
});

let phone: TestPhone;
let refresh: () => Promise<void>;

function Screen() {
  const { voicemail } = usePhone();
  refresh = () => voicemail.refresh();
  return <VoicemailScreen />;
}

const keyboard = userEvent.setup();
const item = () => within(screen.getByTestId('voicemail-item'));

beforeEach(async () => {
  phone = await renderWithPhone(<Screen />);
});
afterEach(cleanup);

const receive = async (...messages: VoicemailMessage[]) => {
  phone.server.messages.push(...messages);
  await act(() => refresh());
};

test('an empty mailbox says what it is for', async () => {
  await waitFor(() => expect(screen.getByText('No messages')).toBeTruthy());
});

test('a message tells who called, how long it is, and that it is new, until it is played', async () => {
  await receive(message('first'));
  const listed = item();
  expect(listed.getByText('Bob Lindqvist')).toBeTruthy();
  expect(listed.getByText('0:05')).toBeTruthy();
  await keyboard.click(listed.getByRole('button', { name: /^Play the message from Bob Lindqvist/ }));
  await waitFor(() => expect(screen.getByTestId('voicemail-item').dataset.new).toBe('false'));
  act(() => phone.audio.reaches(3));
  expect(item().getByText('0:03 / 0:05')).toBeTruthy();
  const place = item().getByRole('slider', { name: 'Place in the message from Bob Lindqvist' });
  expect(place.getAttribute('aria-valuetext')).toBe('0:03 of 0:05');
  fireEvent.change(place, { target: { value: '1' } });
  await waitFor(() => expect(phone.audio.currentTime).toBe(1));
  expect(item().getByRole('button', { name: /^Pause the message/ })).toBeTruthy();
});

test('a message is deleted and brought back', async () => {
  await receive(message('first'));
  await keyboard.click(item().getByRole('button', { name: 'Delete the message from Bob Lindqvist' }));
  await waitFor(() => expect(screen.queryByTestId('voicemail-item')).toBeNull());
  expect(screen.getByText('No messages')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Undo' }));
  await keyboard.keyboard('{Enter}');
  await waitFor(() => expect(screen.getByTestId('voicemail-item')).toBeTruthy());
  await waitFor(() => expect(document.activeElement).toBe(item().getByRole('button', { name: /^Play/ })));
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
});

test('missed calls leave messages once that is switched on', async () => {
  await act(() => refresh());
  const missed = screen.getByRole<HTMLInputElement>('checkbox', {
    name: 'Calls that I miss can leave a message',
  });
  expect(missed.checked).toBe(false);
  await keyboard.click(missed);
  await waitFor(() => expect(missed.checked).toBe(true));
});

test('the caller of a message is called back', async () => {
  await receive(message('first', { caller: { uri: 'sip:+4930123@example.com', displayName: null } }));
  await keyboard.click(item().getByRole('button', { name: 'Call back +4930123' }));
  expect(phone.engine.calls()[0]?.peer.uri).toBe('sip:+4930123@example.com');
});

test('a mailbox that cannot be read says why and is read again on demand', async () => {
  phone.server.broken = true;
  await act(() => refresh());
  expect(screen.getByRole('alert').textContent).toContain('The database does not answer.');
  phone.server.broken = false;
  await keyboard.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});
