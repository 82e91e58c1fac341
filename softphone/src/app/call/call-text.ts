import type { DirectoryEntry } from '@tandem/api-types';
import type { CallView } from '../../core/call/call-engine.ts';
import { userOfUri } from '../../core/dial/dial-string.ts';

/** The other party's name: from our own directory first, because what a caller says of itself can be anything. */
export function peerName(call: CallView, people: readonly DirectoryEntry[]): string {
  const { uri, displayName } = call.peer;
  const known = people.find((person) => person.addressOfRecord === uri);
  return known?.displayName ?? displayName ?? userOfUri(uri);
}

/** The state for the eye and the ear, and the value of `data-state`. */
export function callStateText(
  call: CallView,
  name: string,
): { readonly state: string; readonly text: string } {
  switch (call.phase) {
    case 'calling':
      return { state: 'calling', text: 'Calling…' };
    case 'ringing':
      return { state: 'ringing', text: 'Ringing…' };
    case 'incoming':
      return { state: 'incoming', text: 'Incoming call' };
    case 'answering':
      return { state: 'incoming', text: 'Connecting…' };
    case 'ended':
      return { state: 'ended', text: call.end?.sentence ?? 'The call has ended.' };
    case 'established':
      if (call.held) return { state: 'held', text: 'On hold' };
      if (call.recovering) return { state: 'established', text: 'Sound lost, reconnecting…' };
      if (call.heldByPeer) return { state: 'established', text: `${name} put you on hold` };
      return { state: 'established', text: 'Connected' };
  }
}
