import { describe, expect, it } from 'vitest';
import type { BranchFailure } from './branch-failure.ts';
import { type CallEvent, type CallState, type CallStep, step } from './call-state.ts';

const busy: BranchFailure = { key: 'busy', by: 'callee', global: false };
const declined: BranchFailure = { key: 'declined', by: 'callee', global: true };
const unreachable: BranchFailure = { key: 'unreachable', by: 'system', global: false };

/** The life of a call through several events, with all effects as short texts. */
function live(...events: CallEvent[]): { state: string; ending: string; effects: string[] } {
  const effects: string[] = [];
  let state: CallState = { name: 'routing' };
  for (const event of events) {
    const next: CallStep = step(state, event);
    state = next.state;
    for (const effect of next.effects) {
      const { do: name, ...details } = effect;
      const words = Object.values(details).map((value) =>
        typeof value === 'object' && value !== null ? `${value.by}/${value.key}` : String(value),
      );
      effects.push([name, ...words].join(' '));
    }
  }
  const ending = 'ending' in state ? `${state.ending.by}/${state.ending.key}` : '';
  return { state: state.name, ending, effects };
}

const forked: CallEvent = { type: 'forked', branches: ['1', '2'] };
const withMailbox: CallEvent = { ...forked, otherwise: 'box' };
const full: BranchFailure = { key: 'mailbox-full', by: 'system', global: false };
const rang = (branch: string): CallEvent => ({ type: 'branch-rang', branch });
const answered = (branch: string): CallEvent => ({ type: 'branch-answered', branch });
const failed = (branch: string, failure: BranchFailure): CallEvent => ({
  type: 'branch-failed',
  branch,
  failure,
});
const cancelled: CallEvent = { type: 'caller-cancelled' };
const timeout: CallEvent = { type: 'ring-timeout' };
const connected: CallEvent = { type: 'connected' };
const hungUp = (by: 'caller' | 'callee'): CallEvent => ({ type: 'hung-up', by });
const broken: CallEvent = { type: 'failed', key: 'media-relay-down' };
const released: CallEvent = { type: 'released' };

describe('a call', () => {
  it('that rings on two phones is answered on one and hung up by the caller', () => {
    expect(live(forked, rang('1'), rang('2'), answered('2'), connected, hungUp('caller'), released)).toEqual({
      state: 'ended',
      ending: 'caller/hang-up',
      effects: [
        'cancel-branches 2 answered-elsewhere',
        'answer-caller 2',
        'hang-up callee',
        'release caller/hang-up',
      ],
    });
  });

  it.each<[string, CallEvent[], string, string[]]>([
    [
      'to nobody is refused',
      [{ type: 'failed', key: 'not-found' }],
      'system/not-found',
      ['refuse-caller not-found', 'release system/not-found'],
    ],
    ['cancelled before it rings ends', [cancelled], 'caller/cancelled', ['release caller/cancelled']],
    [
      'cancelled while it rings cancels every phone with the reason of the caller',
      [forked, cancelled],
      'caller/cancelled',
      ['cancel-branches null null', 'release caller/cancelled'],
    ],
    [
      'that nobody answers says so',
      [forked, rang('1'), timeout],
      'system/no-answer',
      ['refuse-caller no-answer', 'cancel-branches null no-answer', 'release system/no-answer'],
    ],
    [
      'that nobody answers goes to the mailbox, when there is one',
      [withMailbox, rang('1'), timeout, answered('box'), connected, hungUp('callee')],
      'callee/hang-up',
      [
        'cancel-branches box no-answer',
        'start-branch box system/no-answer',
        'cancel-branches box answered-elsewhere',
        'answer-caller box',
        'hang-up caller',
        'release callee/hang-up',
      ],
    ],
    [
      'to somebody who is busy on all phones goes to the mailbox',
      [withMailbox, failed('1', busy), failed('2', unreachable), cancelled],
      'caller/cancelled',
      ['start-branch box callee/busy', 'cancel-branches null null', 'release caller/cancelled'],
    ],
    [
      'to somebody who is busy everywhere (600) goes to the mailbox, and the other phone stops ringing',
      [withMailbox, rang('2'), failed('1', { ...busy, global: true }), cancelled],
      'caller/cancelled',
      [
        'cancel-branches box declined-elsewhere',
        'start-branch box callee/busy',
        'cancel-branches null null',
        'release caller/cancelled',
      ],
    ],
    [
      'that the mailbox does not take ends as if there were none',
      [withMailbox, failed('1', busy), failed('2', busy), failed('box', full)],
      'callee/busy',
      ['start-branch box callee/busy', 'refuse-caller busy', 'release callee/busy'],
    ],
    [
      'that is declined does not go to the mailbox',
      [withMailbox, failed('1', declined)],
      'callee/declined',
      ['refuse-caller declined', 'cancel-branches null declined-elsewhere', 'release callee/declined'],
    ],
    [
      'that no phone even rang for says that they are unreachable',
      [forked, timeout],
      'system/unreachable',
      ['refuse-caller unreachable', 'cancel-branches null no-answer', 'release system/unreachable'],
    ],
    [
      'is busy only when the last phone has failed, too',
      [forked, failed('1', busy), failed('2', unreachable)],
      'callee/busy',
      ['refuse-caller busy', 'release callee/busy'],
    ],
    [
      'declined on one phone rings on no other',
      [forked, failed('1', declined)],
      'callee/declined',
      ['refuse-caller declined', 'cancel-branches null declined-elsewhere', 'release callee/declined'],
    ],
    [
      'that loses its media while it rings is refused',
      [forked, broken],
      'system/media-relay-down',
      ['refuse-caller media-relay-down', 'cancel-branches null failed', 'release system/media-relay-down'],
    ],
    [
      'cancelled in the moment of the answer hangs up the phone that answered',
      [forked, answered('1'), cancelled],
      'caller/cancelled',
      [
        'cancel-branches 1 answered-elsewhere',
        'answer-caller 1',
        'hang-up callee',
        'release caller/cancelled',
      ],
    ],
    [
      'whose callee hangs up in the moment of the answer was not answered',
      [forked, answered('1'), hungUp('callee')],
      'callee/no-answer',
      [
        'cancel-branches 1 answered-elsewhere',
        'answer-caller 1',
        'refuse-caller no-answer',
        'hang-up caller',
        'release callee/no-answer',
      ],
    ],
    [
      'hung up by the callee hangs up the caller',
      [forked, answered('1'), connected, hungUp('callee')],
      'callee/hang-up',
      ['cancel-branches 1 answered-elsewhere', 'answer-caller 1', 'hang-up caller', 'release callee/hang-up'],
    ],
    [
      'that loses its media hangs up both',
      [forked, answered('1'), connected, broken],
      'system/media-relay-down',
      [
        'cancel-branches 1 answered-elsewhere',
        'answer-caller 1',
        'hang-up caller',
        'hang-up callee',
        'release system/media-relay-down',
      ],
    ],
  ])('%s', (_name, events, ending, effects) => {
    expect(live(...events)).toEqual({ state: 'ending', ending, effects });
  });

  it('goes on while another phone still rings', () => {
    expect(live(forked, failed('1', busy))).toEqual({ state: 'ringing', ending: '', effects: [] });
  });

  it('hangs up a caller whose 200 was on its way when the call ended', () => {
    expect(live(forked, answered('1'), broken, connected).effects.at(-1)).toBe('hang-up caller');
  });

  it('ends only once', () => {
    const end = [forked, answered('1'), connected, hungUp('caller')];
    const { effects } = live(...end);
    const more = live(
      ...end,
      hungUp('callee'),
      broken,
      timeout,
      cancelled,
      released,
      broken,
      hungUp('caller'),
    );
    expect(more).toEqual({ state: 'ended', ending: 'caller/hang-up', effects });
  });
});
