import { TandemError } from '../errors.ts';

/** Place in a list of records that runs from the newest back. */
export interface CallRecordPosition {
  readonly startedAtMs: number;
  readonly id: string;
}

/** An opaque cursor that stays valid while records are added. */
export const cursorAfter = ({ startedAtMs, id }: CallRecordPosition): string =>
  Buffer.from(`${startedAtMs}.${id}`).toString('base64url');

/** @throws TandemError `bad-request` for a cursor that `cursorAfter` did not make */
export function positionOf(cursor: string): CallRecordPosition {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, startedAtMs, id] = /^(\d{1,15})\.([\w-]{1,36})$/.exec(text) ?? [];
  if (startedAtMs === undefined || id === undefined) {
    throw new TandemError('bad-request', 'the cursor is not one of ours');
  }
  return { startedAtMs: Number(startedAtMs), id };
}
