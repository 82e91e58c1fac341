/**
 * 90 to 100 % of a time, so that what the calls of a busy minute wait for does not all come in the same one. In ten
 * steps, because Node keeps a list for each length of time that somebody waits for.
 */
export const spread = (ms: number): number => Math.round(ms * (1 - Math.floor(Math.random() * 10) / 100));
