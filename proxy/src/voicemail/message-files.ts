import { mkdirSync } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isWavHeader, SAMPLE_BYTES, WAV_HEADER_BYTES, wavDurationMs, wavHeader } from '@tandem/media-relay';
import { z } from 'zod';
import { leftMessage } from './voicemail-message.ts';

/** What lies beside the sound of a message until the database has it. */
const messageNote = z.object({
  /** The node that recorded it: another one leaves it alone. */
  node: z.string(),
  message: leftMessage,
  /** Milliseconds; null while the caller speaks, and for ever when the process died then. */
  durationMs: z.number().int().positive().nullable(),
});

export type MessageNote = z.infer<typeof messageNote>;

/** The files of all messages: `<id>.wav` is the sound, `<id>.json` the note. Several nodes may share the folder. */
export interface MessageFiles {
  soundPath(id: string): string;
  /** The whole note or none of it is there, whenever the power fails. @throws when the disk is full */
  writeNote(note: MessageNote): Promise<void>;
  removeNote(id: string): Promise<void>;
  /** Keeps a note that the database refuses out of the way: it becomes `<id>.bad`. */
  setAsideNote(id: string): Promise<void>;
  /** Sound and note; what is not there is no error. */
  remove(id: string): Promise<void>;
  /** Notes of all nodes; `unreadable` are the names of files that hold none. */
  notes(): Promise<{ readonly notes: readonly MessageNote[]; readonly unreadable: readonly string[] }>;
  /** Ids of sounds that have no note and were last written before. @param beforeMs since 1970 */
  soundsWithoutNote(beforeMs: number): Promise<readonly string[]>;
  /** Brings the sound of a message to the disk, with a header that tells its true length. @returns null when there is none */
  seal(id: string): Promise<SealedSound | null>;
  /** Bytes that the file system can still take. */
  freeBytes(): Promise<number>;
}

export interface SealedSound {
  readonly durationMs: number;
  /** Of the whole file. */
  readonly bytes: number;
}

const ID = /^([0-9a-f-]{36})\.(wav|json)$/;

/** @param folder created when missing, readable by nobody else */
export function openMessageFiles(folder: string): MessageFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (id: string, extension: 'wav' | 'json' | 'bad'): string => join(folder, `${id}.${extension}`);
  const idsOf = (names: readonly string[], extension: 'wav' | 'json'): string[] =>
    names.flatMap((name) => {
      const [, id, found] = ID.exec(name) ?? [];
      return id !== undefined && found === extension ? id : [];
    });
  return {
    soundPath: (id) => path(id, 'wav'),
    async writeNote(note) {
      const target = path(note.message.id, 'json');
      const written = await open(`${target}.new`, 'w', 0o600);
      try {
        await written.writeFile(JSON.stringify(note));
        await written.datasync();
      } finally {
        await written.close();
      }
      await rename(`${target}.new`, target);
      await syncFolder(folder);
    },
    removeNote: (id) => rm(path(id, 'json'), { force: true }),
    setAsideNote: (id) => rename(path(id, 'json'), path(id, 'bad')),
    async remove(id) {
      // The sound last: without a note the sweep finds it again.
      await rm(path(id, 'json'), { force: true });
      await rm(path(id, 'wav'), { force: true });
    },
    async notes() {
      const found: MessageNote[] = [];
      const unreadable: string[] = [];
      for (const id of idsOf(await readdir(folder), 'json')) {
        const note = noteOf(await readFile(path(id, 'json'), 'utf8'));
        if (note?.message.id === id) found.push(note);
        else unreadable.push(`${id}.json`);
      }
      return { notes: found, unreadable };
    },
    async soundsWithoutNote(beforeMs) {
      const names = await readdir(folder);
      const noted = new Set(names.flatMap((name) => /^([0-9a-f-]{36})\.(?:json|bad)$/.exec(name)?.[1] ?? []));
      const old: string[] = [];
      for (const id of idsOf(names, 'wav')) {
        if (noted.has(id)) continue;
        const found = await stat(path(id, 'wav')).catch(() => null);
        if (found && found.mtimeMs < beforeMs) old.push(id);
      }
      return old;
    },
    seal: (id) => sealed(path(id, 'wav')),
    async freeBytes() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

function noteOf(text: string): MessageNote | null {
  try {
    return messageNote.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A new name survives a power failure only when the folder was written, too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes the lengths that a process which died could not write any more. */
async function sealed(path: string): Promise<SealedSound | null> {
  const file = await open(path, 'r+').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (!file) return null;
  try {
    const header = Buffer.alloc(WAV_HEADER_BYTES);
    const { bytesRead } = await file.read(header, 0, WAV_HEADER_BYTES, 0);
    if (!isWavHeader(header.subarray(0, bytesRead))) return null;
    const { size } = await file.stat();
    const soundBytes = size - WAV_HEADER_BYTES - ((size - WAV_HEADER_BYTES) % SAMPLE_BYTES);
    await file.write(wavHeader(soundBytes), 0, WAV_HEADER_BYTES, 0);
    await file.truncate(WAV_HEADER_BYTES + soundBytes);
    await file.datasync();
    return { durationMs: Math.round(wavDurationMs(soundBytes)), bytes: WAV_HEADER_BYTES + soundBytes };
  } finally {
    await file.close();
  }
}
