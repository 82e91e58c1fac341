import {
  type CountryCode,
  isSupportedCountry,
  Metadata,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { isPremium } from './premium-numbers.ts';

/** A number in the form in which it means the same everywhere. */
export interface InternationalNumber {
  /** E.164 with its plus. */
  readonly e164: string;
  /** ISO 3166; null for satellites, international services and numbers that no plan knows. */
  readonly country: string | null;
  /** As it is dialled inside its country, digits only. */
  readonly national: string;
  /** The numbering plan of its country charges extra for it. */
  readonly premium: boolean;
}

/** Reads numbers as they are dialled in one country. */
export interface NumberingPlan {
  readonly country: string;
  /**
   * @param dialled digits with a plus in front at most
   * @returns null for short codes and whatever else has no international form
   */
  international(dialled: string): InternationalNumber | null;
}

/** ITU-T E.164 §6.2.1: 15 digits at most; shorter than 4 is nowhere a whole number. */
const E164_DIGITS = /^[1-9]\d{3,14}$/;

/** @throws RangeError when the numbering plan of the country is not known */
export function createNumberingPlan(country: string): NumberingPlan {
  if (!isSupportedCountry(country)) throw new RangeError(`no numbering plan is known for ${country}`);
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const dialledAbroad = new RegExp(`^(?:${metadata.numberingPlan?.IDDPrefix() ?? '00'})(?=[1-9])`);
  return {
    country,
    international(dialled) {
      const explicit = dialled.startsWith('+') ? dialled : dialled.replace(dialledAbroad, '+');
      const parsed = parsePhoneNumberFromString(explicit, country);
      if (explicit.startsWith('+')) return ofExplicit(explicit, parsed);
      return parsed?.isPossible() && !parsed.ext ? ofParsed(parsed) : null;
    },
  };
}

/** Whether numbers of the country can be read. */
export const hasNumberingPlan = (country: string): country is CountryCode => isSupportedCountry(country);

/** Also a number that its plan does not know: the carrier may, and lists of blocked numbers must see it. */
function ofExplicit(explicit: string, parsed: PhoneNumber | undefined): InternationalNumber | null {
  const digits = explicit.slice(1);
  if (!E164_DIGITS.test(digits)) return null;
  if (parsed && !parsed.ext) return ofParsed(parsed);
  return { e164: explicit, country: null, national: digits, premium: false };
}

function ofParsed(parsed: PhoneNumber): InternationalNumber {
  let national: string | null = null;
  return {
    e164: parsed.number,
    country: parsed.country ?? null,
    // Few rules ask for it, and formatting is dear.
    get national() {
      national ??= parsed.formatNational().replace(/\D/g, '');
      return national;
    },
    premium: isPremium(parsed),
  };
}
