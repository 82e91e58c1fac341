/**
 * The moment at which a day begins by the reader's own clock (ISO 8601, UTC).
 * @param day `2026-01-31`
 * @param daysLater 1 for the end of that day
 */
export function startOfDay(day: string, daysLater = 0): string {
  const start = new Date(`${day}T00:00:00`);
  start.setDate(start.getDate() + daysLater);
  return start.toISOString();
}
