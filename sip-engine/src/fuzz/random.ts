/** @returns an integer from 0 up to, not including, `limit` */
export type Random = (limit: number) => number;

/** The numbers of one round of one run, always the same: a failure can be repeated by itself (mulberry32). */
export function randomOf(seed: number, round: number): Random {
  let state = (seed ^ Math.imul(round, 0x9e3779b1)) >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

export function oneOf<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[random(choices.length)] ?? choices[0];
}
