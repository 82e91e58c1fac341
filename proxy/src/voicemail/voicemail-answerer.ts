import { randomUUID } from 'node:crypto';
import {
  type Prompts,
  playSound,
  recordSound,
  type SoundParties,
  type SoundParty,
  untilHeard,
} from '@tandem/media-relay';
import { isDatabaseUnavailable } from '@tandem/sql';
import type { LocalAnswerer, LocalCall } from '../calls/local-branch.ts';
import type { LocalConversation } from '../calls/local-dialog.ts';
import { type RefusalKey, TandemError } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import type { MessageFiles } from './message-files.ts';
import type { VoicemailIntake } from './voicemail-intake.ts';
import type { LeftMessage } from './voicemail-message.ts';
import type { VoicemailStore } from './voicemail-store.ts';
import { voicemailUri } from './voicemail-uri.ts';

export interface VoicemailLimits {
  readonly longestMs: number;
  /** A caller who says nothing for so long has finished. */
  readonly silenceMs: number;
  readonly messagesPerMailbox: number;
}

export interface VoicemailAnswererOptions {
  readonly intake: Pick<VoicemailIntake, 'begin' | 'finish'>;
  readonly store: Pick<VoicemailStore, 'countFor'>;
  readonly files: Pick<MessageFiles, 'soundPath'>;
  readonly userExists: (username: string) => Promise<boolean>;
  readonly sound: Pick<SoundParties, 'open' | 'clock'>;
  readonly prompts: Pick<Prompts, 'leaveAMessage' | 'mailboxFull' | 'goodbye' | 'tone'>;
  readonly limits: VoicemailLimits;
  /** Of our users' addresses. */
  readonly domain: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}

/** Takes calls for mailboxes. */
export interface VoicemailAnswerer {
  for(username: string): LocalAnswerer;
  /** Waits until the messages of calls that are over are complete. */
  settled(): Promise<void>;
}

const CALLER_URI_MAX = 500;
const CALLER_NAME_MAX = 190;
/** Ends the message, and before that the greeting. */
const END_KEY = '#';

export function createVoicemailAnswerer(options: VoicemailAnswererOptions): VoicemailAnswerer {
  const { intake, store, userExists, sound, limits, domain, now } = options;
  const running = new Set<Promise<void>>();
  /** While the database is away nobody knows; the disk's limit holds all the same. */
  const isFull = (username: string): Promise<boolean> =>
    store.countFor(username).then(
      ({ total }) => total >= limits.messagesPerMailbox,
      (error: unknown) => {
        if (isDatabaseUnavailable(error)) return false;
        throw error;
      },
    );
  return {
    for: (username) => ({
      uri: voicemailUri(username, domain),
      async answer(call) {
        if (!(await userExists(username))) throw new TandemError('not-found');
        const full = await isFull(username);
        const message = leftBy(call, username, now());
        const party = await sound.open();
        try {
          if (!full) await intake.begin(message);
        } catch (error) {
          party.close();
          throw error;
        }
        const conversation = new VoicemailConversation(options, { message, party, full });
        const over = conversation.over.finally(() => running.delete(over));
        running.add(over);
        return conversation;
      },
    }),
    async settled() {
      await Promise.allSettled(running);
    },
  };
}

const leftBy = (call: LocalCall, username: string, receivedAtMs: number): LeftMessage => ({
  id: randomUUID(),
  username,
  callerUri: call.callerUri.slice(0, CALLER_URI_MAX),
  callerName: call.callerName?.slice(0, CALLER_NAME_MAX) ?? null,
  callRecordId: call.id,
  receivedAtMs,
});

/** One caller at the mailbox: greeting, tone, message, goodbye. */
class VoicemailConversation implements LocalConversation {
  /** Settles when the message is kept or dropped. */
  readonly over: Promise<void>;
  readonly #options: VoicemailAnswererOptions;
  readonly #message: LeftMessage;
  readonly #party: SoundParty;
  readonly #full: boolean;
  /** The call is over. */
  readonly #ended = new AbortController();
  /** What goes on now shall end: the greeting, or the message. */
  #step = new AbortController();
  #settle: () => void = () => undefined;
  #begun = false;
  #hangUp: (why?: RefusalKey) => void = () => undefined;

  constructor(
    options: VoicemailAnswererOptions,
    { message, party, full }: { message: LeftMessage; party: SoundParty; full: boolean },
  ) {
    this.#options = options;
    this.#message = message;
    this.#party = party;
    this.#full = full;
    this.over = new Promise((resolve) => {
      this.#settle = resolve;
    });
    party.onKey((key) => this.key(key));
  }

  answer(offerSdp: string): string {
    return this.#party.answer(offerSdp);
  }

  key(key: string): void {
    if (key === END_KEY) this.#step.abort();
  }

  onHangUp(listener: (why?: RefusalKey) => void): void {
    this.#hangUp = listener;
  }

  begin(): void {
    this.#begun = true;
    void this.#converse();
  }

  ended(): void {
    this.#ended.abort();
    this.#step.abort();
    if (!this.#begun) void this.#leave();
  }

  async #converse(): Promise<void> {
    const { log, sound } = this.#options;
    let why: RefusalKey | undefined;
    try {
      await untilHeard(this.#party, { clock: sound.clock, signal: this.#ended.signal });
      why = this.#full ? await this.#tellThatItIsFull() : await this.#takeMessage();
    } catch (error) {
      why = 'internal';
      log.error('a voicemail call failed', {
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
    if (!this.#ended.signal.aborted) this.#hangUp(why);
    await this.#leave();
  }

  async #tellThatItIsFull(): Promise<RefusalKey> {
    await this.#play('mailboxFull');
    return 'mailbox-full';
  }

  /** @returns why it failed; undefined when all went well */
  async #takeMessage(): Promise<RefusalKey | undefined> {
    const { sound, files, limits, log } = this.#options;
    const { id } = this.#message;
    await this.#play('leaveAMessage');
    await this.#play('tone');
    if (this.#ended.signal.aborted) return undefined;
    const recording = await recordSound(this.#party, files.soundPath(id), {
      clock: sound.clock,
      signal: this.#nextStep(),
      maxMs: limits.longestMs,
      silenceMs: limits.silenceMs,
    });
    if (recording.endedBy === 'failed') {
      log.error('a voicemail message broke off; what came before is kept', {
        id,
        ...(recording.error ? { error: recording.error } : {}),
      });
      return 'voicemail-storage';
    }
    await this.#play('goodbye');
    return undefined;
  }

  #play(prompt: keyof VoicemailAnswererOptions['prompts']): Promise<void> {
    const { prompts, sound } = this.#options;
    return playSound(this.#party, prompts[prompt], { clock: sound.clock, signal: this.#nextStep() });
  }

  /** Ends by `#`, and when the call is over. */
  #nextStep(): AbortSignal {
    this.#step = new AbortController();
    if (this.#ended.signal.aborted) this.#step.abort();
    return this.#step.signal;
  }

  async #leave(): Promise<void> {
    this.#party.close();
    if (!this.#full) await this.#options.intake.finish(this.#message.id);
    this.#settle();
  }
}
