import { timingSafeEqual } from 'node:crypto';
import type { Database } from '@tandem/sql';
import { z } from 'zod';
import type { SecretBox } from '../setup/secret-box.ts';

/**
 * The PINs of conference rooms, apart from the rooms' own settings: those are shown and stand in the history. They are
 * encrypted and not hashed, as a hash of four digits is found again at once by trying all.
 */
export interface ConferencePins {
  /** Replaces the PIN; null removes it. */
  set(room: string, pin: string | null): Promise<void>;
  /** The rooms that have one. */
  rooms(): Promise<ReadonlySet<string>>;
  /**
   * Whether the digits are the PIN of the room.
   * @returns null when the room has none
   * @throws Error when it was sealed with another key
   */
  check(room: string, digits: string): Promise<boolean | null>;
}

const TABLE = 'configuration_documents';
const KIND = 'conference-pin';
const sealedDocument = z
  .object({ document: z.string() })
  .transform(({ document }) => z.object({ sealed: z.string() }).parse(JSON.parse(document)).sealed);

export function createConferencePins({ db, box }: { db: Database; box: SecretBox }): ConferencePins {
  const purpose = (room: string): string => `${KIND}:${room}`;
  return {
    async set(room, pin) {
      if (pin === null) return removePin(db, room);
      const document = JSON.stringify({ sealed: box.seal(pin, purpose(room)) });
      await db(TABLE)
        .insert({ kind: KIND, id: room, version: 1, document })
        .onConflict(['kind', 'id'])
        .merge(['document']);
    },
    async rooms() {
      const rows: unknown[] = await db(TABLE).where({ kind: KIND }).select('id');
      return new Set(rows.map((row) => z.object({ id: z.string() }).parse(row).id));
    },
    async check(room, digits) {
      const row: unknown = await db(TABLE).where({ kind: KIND, id: room }).first('document');
      if (row === undefined) return null;
      const pin = Buffer.from(box.open(sealedDocument.parse(row), purpose(room)));
      const tried = Buffer.from(digits);
      return pin.length === tried.length && timingSafeEqual(pin, tried);
    },
  };
}

/** @param db the transaction that removes the room */
export async function removePin(db: Database, room: string): Promise<void> {
  await db(TABLE).where({ kind: KIND, id: room }).delete();
}
