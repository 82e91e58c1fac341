import type { TrunkFigures } from '@tandem/api-types/trunks';

/** One attempt to call out through a trunk, when it is over. */
export interface CallAttempt {
  readonly answered: boolean;
  readonly talkedMs: number;
  /** From our INVITE to the first sign of ringing; null when there was none. */
  readonly postDialDelayMs: number | null;
}

interface Minute {
  readonly number: number;
  attempts: number;
  answered: number;
  talkedMs: number;
  rang: number;
  postDialDelayMs: number;
}

const MINUTE_MS = 60_000;
const MINUTES = 60;

/** The calls of the last hour, by the minute, so that their memory does not grow with them. */
export class CallFigures {
  readonly #minutes: Minute[] = [];

  add({ answered, talkedMs, postDialDelayMs }: CallAttempt, nowMs: number): void {
    const minute = this.#minuteAt(nowMs);
    minute.attempts += 1;
    if (answered) {
      minute.answered += 1;
      minute.talkedMs += talkedMs;
    }
    if (postDialDelayMs !== null) {
      minute.rang += 1;
      minute.postDialDelayMs += postDialDelayMs;
    }
  }

  lastHour(nowMs: number): TrunkFigures {
    const since = Math.floor(nowMs / MINUTE_MS) - MINUTES;
    const recent = this.#minutes.filter(({ number }) => number > since);
    const sum = (of: (minute: Minute) => number): number =>
      recent.reduce((total, each) => total + of(each), 0);
    const attempts = sum((minute) => minute.attempts);
    const answered = sum((minute) => minute.answered);
    const rang = sum((minute) => minute.rang);
    return {
      attempts,
      answerSeizureRatio: attempts === 0 ? null : answered / attempts,
      averageCallSeconds: answered === 0 ? null : sum((minute) => minute.talkedMs) / answered / 1000,
      postDialDelayMs: rang === 0 ? null : sum((minute) => minute.postDialDelayMs) / rang,
    };
  }

  #minuteAt(nowMs: number): Minute {
    const number = Math.floor(nowMs / MINUTE_MS);
    const last = this.#minutes.at(-1);
    if (last?.number === number) return last;
    const minute = { number, attempts: 0, answered: 0, talkedMs: 0, rang: 0, postDialDelayMs: 0 };
    this.#minutes.push(minute);
    if (this.#minutes.length > MINUTES) this.#minutes.shift();
    return minute;
  }
}
