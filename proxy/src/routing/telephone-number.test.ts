import {
  getCountries,
  getCountryCallingCode,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { isPremium } from './premium-numbers.ts';
import { createNumberingPlan, hasNumberingPlan } from './telephone-number.ts';

const germany = createNumberingPlan('DE');

describe('a dialled number in international form', () => {
  it.each([
    ['DE', '030123456', '+4930123456', 'DE'],
    ['DE', '004930123456', '+4930123456', 'DE'],
    ['DE', '+4930123456', '+4930123456', 'DE'],
    ['DE', '0014155552671', '+14155552671', 'US'],
    ['US', '4155552671', '+14155552671', 'US'],
    ['US', '14155552671', '+14155552671', 'US'],
    ['US', '011493012345', '+493012345', 'DE'],
    ['DE', '+882161234567', '+882161234567', null],
    ['DE', '00882161234567', '+882161234567', null],
    ['DE', '+9991234567', '+9991234567', null],
  ])('dialled in %s, %s is %s', (home, dialled, e164, country) =>
    expect(createNumberingPlan(home).international(dialled)).toMatchObject({ e164, country }),
  );

  it.each(['110', '112', '100', '*97', '', '+', '+12', `+${'1'.repeat(16)}`, '1'.repeat(200)])(
    '%s has none',
    (dialled) => expect(germany.international(dialled)).toBeNull(),
  );

  it('knows how it is dialled at home', () =>
    expect(germany.international('+493012345678')?.national).toBe('03012345678'));
});

describe('a premium number', () => {
  it.each(['09001234567', '+499001234567', '+19005551234', '+33899123456', '00449098790000'])(
    '%s is one by the plan of its country',
    (dialled) => expect(germany.international(dialled)?.premium).toBe(true),
  );

  it.each(['0900123456', '0900123456789', '+1900555123412'])(
    '%s is one although digits are missing or too many',
    (dialled) => expect(germany.international(dialled)?.premium).toBe(true),
  );

  it.each(['03012345678', '+14155552671', '+4915123456789'])('%s is none', (dialled) =>
    expect(germany.international(dialled)?.premium).toBe(false),
  );
});

/** What the library says of the number and of similar ones, each read anew. */
function premiumByReading(number: PhoneNumber): boolean {
  if (number.getType() !== undefined) return number.getType() === 'PREMIUM_RATE';
  const similar = [1, 2, 3, 4].map((digits) => number.number.slice(0, -digits));
  const longer = ['0', '00', '000'].map((digits) => number.number + digits);
  return [...similar, ...longer].some((one) => parsePhoneNumberFromString(one)?.getType() === 'PREMIUM_RATE');
}

it('premium numbers of every country are found as reading them digit by digit finds them', () => {
  const found = getCountries().flatMap((country) =>
    ['900', '0900', '19'].flatMap((beginning) =>
      ['2345', '234567'].flatMap((rest) => {
        const parsed = parsePhoneNumberFromString(`+${getCountryCallingCode(country)}${beginning}${rest}`);
        return parsed
          ? [{ number: parsed.number, premium: isPremium(parsed), read: premiumByReading(parsed) }]
          : [];
      }),
    ),
  );
  expect(found.filter(({ premium, read }) => premium !== read)).toEqual([]);
  expect(found.filter(({ premium }) => premium).length).toBeGreaterThan(50);
});

it('a country without a numbering plan is refused', () => {
  expect(hasNumberingPlan('XX')).toBe(false);
  expect(() => createNumberingPlan('XX')).toThrow(RangeError);
});
