import type { CallPrice } from '../routing/decision.ts';
import { PrefixIndex } from './prefix-index.ts';

/** One line of a rate table, amounts in millionths of the currency. */
export interface RateLine extends CallPrice {
  /** 1 to 15 digits in international form, without a plus. */
  readonly prefix: string;
}

/** A rate table made ready for looking up. */
export interface PricedTable {
  readonly trunkIds: readonly string[];
  readonly lines: readonly RateLine[];
  readonly index: PrefixIndex;
}

/** @param lines no prefix twice */
export const pricedTable = (trunkIds: readonly string[], lines: readonly RateLine[]): PricedTable => ({
  trunkIds,
  lines,
  index: new PrefixIndex(lines.map(({ prefix }) => prefix)),
});

/** The prices of all trunks. Never changes: a new table makes a new book. */
export interface RateBook {
  /** How many prefixes all tables have together. */
  readonly prefixes: number;
  /**
   * @param international E.164 with its plus
   * @returns prices by trunk, each table asked once; null when the trunk has no table or no line fits
   */
  pricing(international: string): (trunkId: string) => CallPrice | null;
  /**
   * The trunks of a list by the table that prices them. Worked out once for each list, which must not change.
   * @returns the trunks without a table as one group
   */
  samePriced(trunks: readonly { readonly trunkId: string }[]): readonly SamePriced[];
}

/** Trunks that cost the same, whatever the number. */
export interface SamePriced {
  /** One of them. */
  readonly trunkId: string;
  /** Where they stand in the list, in order. */
  readonly places: readonly number[];
}

/** @param tables a trunk that several name has the first one's prices */
export function createRateBook(tables: Iterable<PricedTable>): RateBook {
  const tableOf = new Map<string, PricedTable>();
  let prefixes = 0;
  for (const table of tables) {
    prefixes += table.lines.length;
    for (const trunkId of table.trunkIds) if (!tableOf.has(trunkId)) tableOf.set(trunkId, table);
  }
  const grouped = new WeakMap<object, readonly SamePriced[]>();
  return {
    prefixes,
    samePriced(trunks) {
      const known = grouped.get(trunks);
      if (known) return known;
      const groups = new Map<PricedTable | undefined, { trunkId: string; places: number[] }>();
      for (const [place, { trunkId }] of trunks.entries()) {
        const table = tableOf.get(trunkId);
        const group = groups.get(table);
        if (group) group.places.push(place);
        else groups.set(table, { trunkId, places: [place] });
      }
      const found = [...groups.values()];
      grouped.set(trunks, found);
      return found;
    },
    pricing(international) {
      const digits = international.replace('+', '');
      const found = new Map<object, CallPrice | null>();
      return (trunkId) => {
        const table = tableOf.get(trunkId);
        if (!table) return null;
        let price = found.get(table);
        if (price === undefined) {
          price = table.lines[table.index.longest(digits)] ?? null;
          found.set(table, price);
        }
        return price;
      };
    },
  };
}

const MINUTE_SECONDS = 60;

/**
 * What an answered call of that length costs, in whole millionths of the currency, rounded up.
 * @param seconds talking time, 0 or more
 */
export function costMicros(price: CallPrice, seconds: number): number {
  const { firstSeconds, stepSeconds, perMinuteMicros, setUpMicros } = price;
  const further = Math.max(0, Math.ceil((seconds - firstSeconds) / stepSeconds));
  const charged = firstSeconds + further * stepSeconds;
  return Math.ceil(setUpMicros + (charged * perMinuteMicros) / MINUTE_SECONDS);
}
