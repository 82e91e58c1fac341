import type { ConferenceMember, ConferenceSettings } from '@tandem/api-types/conferences';
import type { Lockouts } from '../authentication/lockouts.ts';
import type { LocalAnswerer, LocalCall } from '../calls/local-branch.ts';
import { TandemError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import { ConferenceCall, type Door } from './conference-call.ts';
import type { ConferencePins } from './conference-pins.ts';
import type { ConferenceMixer, ConferenceParty, ConferenceSound, MixedParty } from './conference-sound.ts';
import { type WaitingCaller, WaitingCallers } from './waiting-callers.ts';

/** The conferences that go on on this node. */
export interface LiveConferences {
  /** What answers calls to a room; null when there is no such room. */
  answererOf(name: string): LocalAnswerer | null;
  /** In the order in which they came; those who wait come last. */
  members(name: string): ConferenceMember[];
  /** @param id of the call; @returns the member as it then is; null when it is not in the room */
  mute(name: string, id: string, muted: boolean): ConferenceMember | null;
  /** Hangs up on a member. @returns the member; null when it is not in the room */
  remove(name: string, id: string): ConferenceMember | null;
  /** Settings of rooms are others now: who need not wait any more is let in, and nobody waits for a room that is gone. */
  roomsChanged(): void;
  /** Rooms with somebody in them, all members, and callers who are not let in yet. */
  counts(): ConferenceCounts;
}

export interface ConferenceCounts {
  readonly rooms: number;
  readonly members: number;
  readonly waiting: number;
}

export interface LiveConferencesOptions<Party extends ConferenceParty> {
  /** A room's settings as they are now. */
  readonly roomOf: (name: string) => ConferenceSettings | undefined;
  readonly pins: Pick<ConferencePins, 'check'>;
  /** Slows the guessing of PINs down: the user is the room, the source who calls. */
  readonly lockouts: Pick<Lockouts, 'waitMs' | 'failed' | 'succeeded'>;
  readonly sound: ConferenceSound<Party>;
  /** How long a caller who is asked for the PIN may press nothing. Default 15,000. */
  readonly pinPauseMs?: number;
  /** How long a caller may wait for a user to come. Default 900,000: nobody pays for more. */
  readonly waitMaxMs?: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

const PIN_PAUSE_MS = 15_000;
const WAIT_MAX_MS = 900_000;

interface Member {
  readonly call: LocalCall;
  readonly conversation: ConferenceCall;
  readonly mixed: MixedParty;
  readonly joinedAtMs: number;
  muted: boolean;
}

interface LiveRoom<Party> {
  readonly mixer: ConferenceMixer<Party>;
  /** By the id of their call. */
  readonly members: Map<string, Member>;
}

export function createLiveConferences<Party extends ConferenceParty>(
  options: LiveConferencesOptions<Party>,
): LiveConferences {
  return new Conferences(options);
}

class Conferences<Party extends ConferenceParty> implements LiveConferences {
  readonly #options: LiveConferencesOptions<Party>;
  /** Those with somebody in them. */
  readonly #rooms = new Map<string, LiveRoom<Party>>();
  readonly #waiting = new WaitingCallers();

  constructor(options: LiveConferencesOptions<Party>) {
    this.#options = options;
  }

  answererOf(name: string): LocalAnswerer | null {
    const room = this.#options.roomOf(name);
    return room ? { answer: (call) => this.#answer(room, call) } : null;
  }

  members(name: string): ConferenceMember[] {
    const inside = [...(this.#rooms.get(name)?.members.values() ?? [])];
    return [...inside.map(shown), ...this.#waiting.of(name).map(shownWaiting)];
  }

  mute(name: string, id: string, muted: boolean): ConferenceMember | null {
    const member = this.#rooms.get(name)?.members.get(id);
    if (!member) return null;
    member.muted = muted;
    member.mixed.mute(muted);
    return shown(member);
  }

  remove(name: string, id: string): ConferenceMember | null {
    const waiting = this.#waiting.find(name, id);
    if (waiting) {
      waiting.conversation.remove('ended-by-operator');
      return shownWaiting(waiting);
    }
    const member = this.#rooms.get(name)?.members.get(id);
    if (!member) return null;
    const removed = shown(member);
    member.conversation.remove('ended-by-operator');
    return removed;
  }

  roomsChanged(): void {
    for (const name of this.#waiting.rooms()) {
      const room = this.#options.roomOf(name);
      if (room?.outsidersWait) continue;
      for (const { conversation } of this.#waiting.of(name)) {
        if (room) conversation.admit();
        else conversation.remove('not-found');
      }
    }
  }

  counts(): ConferenceCounts {
    let members = 0;
    for (const room of this.#rooms.values()) members += room.members.size;
    return { rooms: this.#rooms.size, members, waiting: this.#waiting.count };
  }

  async #answer(room: ConferenceSettings, call: LocalCall): Promise<ConferenceCall> {
    const { sound, lockouts, log, pinPauseMs = PIN_PAUSE_MS, waitMaxMs = WAIT_MAX_MS } = this.#options;
    // Nobody learns whether a room with a PIN is full before he entered it.
    if (!room.pinRequired && this.#isFull(room)) throw new TandemError('conference-full', room.name);
    if (room.pinRequired && lockouts.waitMs(room.name, call.callerUri) > 0) {
      throw new TandemError('too-many-failures');
    }
    const party = await sound.open();
    const conversation: ConferenceCall = new ConferenceCall({
      call,
      room,
      party,
      checkPin: (digits) => this.#checkPin(room.name, call, digits),
      play: (prompt, signal) => sound.play(party, prompt, signal),
      atTheDoor: () => this.#atTheDoor(room, call, conversation),
      keepWaiting: (signal) => sound.keepWaiting(party, signal),
      waitMaxMs,
      alone: () => !this.#rooms.has(room.name),
      enter: () => this.#enter(room, { call, party, conversation }),
      left: () => this.#leave(room.name, call.id),
      pinPauseMs,
      log: log.child({ callId: call.callId }),
    });
    return conversation;
  }

  async #checkPin(room: string, { callerUri }: LocalCall, digits: string): Promise<boolean | null> {
    const { pins, lockouts } = this.#options;
    const right = await pins.check(room, digits);
    if (right === true) lockouts.succeeded(room, callerUri);
    if (right === false) lockouts.failed(room, callerUri);
    return right;
  }

  #isFull({ name, membersMax }: ConferenceSettings): boolean {
    return (this.#rooms.get(name)?.members.size ?? 0) >= membersMax;
  }

  #atTheDoor({ name }: ConferenceSettings, call: LocalCall, conversation: ConferenceCall): Door {
    const room = this.#options.roomOf(name);
    if (!room?.outsidersWait || isUser(call) || this.#hasUser(name)) return 'enters';
    if (this.#waiting.of(name).length >= room.membersMax) return 'full';
    this.#waiting.add(name, { call, conversation, sinceMs: this.#options.now() });
    this.#options.log.info('a caller waits for a conference', { room: name });
    return 'waits';
  }

  #hasUser(name: string): boolean {
    return [...(this.#rooms.get(name)?.members.values() ?? [])].some(({ call }) => isUser(call));
  }

  #enter(
    room: ConferenceSettings,
    entering: { readonly call: LocalCall; readonly party: Party; readonly conversation: ConferenceCall },
  ): boolean {
    const { call, party, conversation } = entering;
    const { name } = room;
    // The settings may have changed while the PIN was entered.
    if (this.#isFull(this.#options.roomOf(name) ?? room)) return false;
    const live = this.#rooms.get(name) ?? { mixer: this.#options.sound.createMixer(), members: new Map() };
    this.#rooms.set(name, live);
    const mixed = live.mixer.join(party);
    live.members.set(call.id, {
      call,
      conversation,
      mixed,
      joinedAtMs: this.#options.now(),
      muted: false,
    });
    if (live.members.size > 1) live.mixer.signal('joined');
    this.#options.log.info('conference entered', { room: name, members: live.members.size });
    this.#waiting.remove(name, call.id);
    if (isUser(call)) for (const { conversation: other } of this.#waiting.of(name)) other.admit();
    return true;
  }

  #leave(name: string, id: string): void {
    this.#waiting.remove(name, id);
    const room = this.#rooms.get(name);
    const member = room?.members.get(id);
    if (!room || !member) return;
    member.mixed.leave();
    room.members.delete(id);
    this.#options.log.info('conference left', { room: name, members: room.members.size });
    if (room.members.size > 0) {
      room.mixer.signal('left');
      return;
    }
    this.#rooms.delete(name);
  }
}

const shown = ({ call, mixed, joinedAtMs, muted }: Member): ConferenceMember => ({
  id: call.id,
  callerUri: call.callerUri,
  callerName: call.callerName,
  joinedAt: new Date(joinedAtMs).toISOString(),
  muted,
  speaking: mixed.speaking,
  waiting: false,
});

const shownWaiting = ({ call, sinceMs }: WaitingCaller): ConferenceMember => ({
  id: call.id,
  callerUri: call.callerUri,
  callerName: call.callerName,
  joinedAt: new Date(sinceMs).toISOString(),
  muted: false,
  speaking: false,
  waiting: true,
});

/** The others come from outside: by a trunk, or without signing in. */
const isUser = ({ callerUsername }: LocalCall): boolean => callerUsername !== null;
