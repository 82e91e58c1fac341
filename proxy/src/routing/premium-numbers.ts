import { type CountryCallingCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
import { z } from 'zod';

const DIGITS_TOO_MANY = 4;
const DIGITS_MISSING = 3;

/**
 * Whether the numbering plan of its country charges extra for a number. Carriers connect a number with digits too many,
 * and some one with digits missing: it is as expensive then.
 */
export function isPremium(number: PhoneNumber): boolean {
  // Reading is dear, and most numbers are told from premium ones by one pattern. A national prefix may have stayed.
  const { nationalNumber } = number;
  const similar = [...similarTo(nationalNumber), ...similarTo(nationalNumber.slice(1))];
  if (!mayBePremium(number.countryCallingCode, similar)) return false;
  const type = number.getType();
  if (type !== undefined) return type === 'PREMIUM_RATE';
  return similarTo(number.number).some(
    (one) => parsePhoneNumberFromString(one)?.getType() === 'PREMIUM_RATE',
  );
}

/** The number itself, with each of the last digits taken off, and with digits put behind it. */
const similarTo = (number: string): string[] =>
  Array.from({ length: DIGITS_TOO_MANY + 1 + DIGITS_MISSING }, (_, index) => {
    const change = index - DIGITS_TOO_MANY;
    return change < 0 ? number.slice(0, change) : number + '0'.repeat(change);
  });

/** By calling code; null where no country has premium numbers. */
const patterns = new Map<string, RegExp | null>();

function mayBePremium(callingCode: CountryCallingCode, nationalNumbers: readonly string[]): boolean {
  let pattern = patterns.get(callingCode);
  if (pattern === undefined) {
    pattern = patternOf(callingCode);
    patterns.set(callingCode, pattern);
  }
  return pattern !== null && nationalNumbers.some((national) => pattern.test(national));
}

/** Where the library's metadata (version 4) keeps the patterns of a country, and among these the one that is wanted. */
const TYPES = 11;
const PREMIUM_RATE = 3;
const entry = z.array(z.unknown()).catch([]);
const patternText = z.string().min(1).optional().catch(undefined);

function patternOf(callingCode: CountryCallingCode): RegExp | null {
  const plans = [
    ...(metadata.country_calling_codes[callingCode] ?? []).map((country) => metadata.countries[country]),
    metadata.nonGeographic[callingCode],
  ];
  const premium = plans.flatMap((plan) => {
    const types = entry.parse(entry.parse(plan)[TYPES]);
    return patternText.parse(entry.parse(types[PREMIUM_RATE])[0]) ?? [];
  });
  return premium.length === 0 ? null : new RegExp(`^(?:${[...new Set(premium)].join('|')})$`);
}
