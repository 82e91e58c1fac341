/** Digits of a PIN as they are pressed. */
export interface PinEntry {
  readonly digits: string;
  /** How often a whole PIN was wrong. */
  readonly wrong: number;
}

/** So many wrong PINs end the call. */
const TRIES = 3;
/** The longest PIN: more digits are submitted at once. */
const DIGITS_MAX = 10;

export const noDigits: PinEntry = { digits: '', wrong: 0 };

/**
 * What a pressed key makes of it: `#` submits, `*` begins anew.
 * @returns the entry, and the PIN that is to be checked now or null
 */
export function press(
  entry: PinEntry,
  key: string,
): { readonly entry: PinEntry; readonly pin: string | null } {
  const submit = (digits: string) => ({ entry: { ...entry, digits: '' }, pin: digits });
  if (key === '#') return entry.digits === '' ? { entry, pin: null } : submit(entry.digits);
  if (key === '*') return { entry: { ...entry, digits: '' }, pin: null };
  if (!/^\d$/.test(key)) return { entry, pin: null };
  const digits = entry.digits + key;
  return digits.length >= DIGITS_MAX ? submit(digits) : { entry: { ...entry, digits }, pin: null };
}

export const failed = (entry: PinEntry): PinEntry => ({ digits: '', wrong: entry.wrong + 1 });

export const mayTryAgain = ({ wrong }: PinEntry): boolean => wrong < TRIES;
