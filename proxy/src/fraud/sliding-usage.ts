const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** What was used within one minute. */
export interface UsedInMinute {
  /** Its beginning, in milliseconds since the epoch. */
  readonly minuteMs: number;
  readonly talkedMs: number;
  readonly spentMicros: number;
}

/** Sums over the last hour and the last day. */
export interface Used {
  readonly talkedMsHour: number;
  readonly talkedMsDay: number;
  readonly spentMicrosHour: number;
  readonly spentMicrosDay: number;
}

export const minuteOf = (timeMs: number): number => timeMs - (timeMs % MINUTE_MS);

/**
 * The use of one user or trunk over windows that slide by the minute. Sums are kept, so asking costs nothing but taking
 * off what became too old: 1440 minutes a day are not added up again for each call.
 */
export class SlidingUsage {
  /** Oldest first. */
  #minutes: { minuteMs: number; talkedMs: number; spentMicros: number }[] = [];
  /** The first one within the day, and the first one within the hour. */
  #dayFrom = 0;
  #hourFrom = 0;
  #day = { talkedMs: 0, spentMicros: 0 };
  #hour = { talkedMs: 0, spentMicros: 0 };

  /** Adds to the newest minute when the clock went back. */
  add(timeMs: number, talkedMs: number, spentMicros: number): void {
    const minuteMs = minuteOf(timeMs);
    let last = this.#minutes.at(-1);
    if (!last || last.minuteMs < minuteMs) {
      last = { minuteMs, talkedMs: 0, spentMicros: 0 };
      this.#minutes.push(last);
    }
    last.talkedMs += talkedMs;
    last.spentMicros += spentMicros;
    this.#hourFrom = Math.min(this.#hourFrom, this.#minutes.length - 1);
    for (const sum of [this.#day, this.#hour]) {
      sum.talkedMs += talkedMs;
      sum.spentMicros += spentMicros;
    }
  }

  used(nowMs: number): Used {
    this.#hourFrom = this.#drop(this.#hourFrom, this.#hour, nowMs - HOUR_MS);
    this.#dayFrom = this.#drop(this.#dayFrom, this.#day, nowMs - DAY_MS);
    if (this.#dayFrom > 1000) this.#compact();
    return {
      talkedMsHour: this.#hour.talkedMs,
      talkedMsDay: this.#day.talkedMs,
      spentMicrosHour: this.#hour.spentMicros,
      spentMicrosDay: this.#day.spentMicros,
    };
  }

  #drop(from: number, sum: { talkedMs: number; spentMicros: number }, beforeMs: number): number {
    let place = from;
    for (
      let old = this.#minutes[place];
      old && old.minuteMs + MINUTE_MS <= beforeMs;
      old = this.#minutes[place]
    ) {
      sum.talkedMs -= old.talkedMs;
      sum.spentMicros -= old.spentMicros;
      place += 1;
    }
    return place;
  }

  #compact(): void {
    this.#minutes = this.#minutes.slice(this.#dayFrom);
    this.#hourFrom -= this.#dayFrom;
    this.#dayFrom = 0;
  }
}
