import type UPlot from 'uplot';

/** Shorter charts would have no two moments to write. */
const SPAN_MIN_SECONDS = 10;

/** Of a single moment uPlot would draw the days around it. */
const AROUND_MOMENT_SECONDS = 30;

/** From when to when a chart goes, in seconds. */
export function timeRange(first: number, last: number): [number, number] {
  if (first >= last) return [first - AROUND_MOMENT_SECONDS, first + AROUND_MOMENT_SECONDS];
  return [first, Math.max(last, first + SPAN_MIN_SECONDS)];
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Seconds between two times under a chart; less than one would write the same time twice. */
export const TIME_STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 30].map((days) => days * DAY),
];

/** The times under a chart, as they are written where the browser is; with seconds where they are closer than a minute. */
export const timesOfDay: UPlot.Axis.DynamicValues = (_plot, atSeconds, _axis, _space, stepSeconds) => {
  const second = stepSeconds < MINUTE ? '2-digit' : undefined;
  const format = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second });
  return atSeconds.map((at) => format.format(at * 1000));
};
