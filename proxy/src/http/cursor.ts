import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** An opaque cursor: the sort key of a page's last line, so that it stays valid while lines are added. */
export const encodeCursor = (sortKey: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(sortKey)).toString('base64url');

/**
 * @param schema the shape of the sort key
 * @throws ApiError `bad-input` for a cursor that `encodeCursor` did not make
 */
export function decodeCursor<SortKey>(cursor: string, schema: z.ZodType<SortKey>): SortKey {
  const parsed = schema.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString()));
  if (parsed.success) return parsed.data;
  throw ApiError.ofField('cursor', 'is not one that this list gave');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
