/** Day and time in the reader's own form. */
export function momentText(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** The time of day in the reader's own form. */
export function clockText(iso: string): string {
  return new Date(iso).toLocaleTimeString(undefined, { timeStyle: 'medium' });
}

/** "3 d 4 h", "5 h 2 min", "42 s": the two largest units. */
export function spanText(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}

/** The talking time between two moments; a dash when the call was not answered. */
export function talkingText(answeredAt: string | null, endedAt: string): string {
  if (answeredAt === null) return '–';
  return spanText((Date.parse(endedAt) - Date.parse(answeredAt)) / 1000);
}
