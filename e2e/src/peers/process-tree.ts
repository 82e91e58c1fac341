import { readdir, readFile } from 'node:fs/promises';

/** A process as Linux tells it apart from a later one with the same number. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  readonly startTicks: string;
  readonly command: string;
}

/** Every process below `pid`, itself left out. */
export async function descendants(pid: number): Promise<ProcessEntry[]> {
  const all = await processes();
  const found: ProcessEntry[] = [];
  let parents = new Set([pid]);
  while (parents.size > 0) {
    const children = all.filter((entry) => parents.has(entry.parentPid));
    found.push(...children);
    parents = new Set(children.map((child) => child.pid));
  }
  return found;
}

/** Which of these are still there; zombies are not. */
export async function stillAlive(entries: readonly ProcessEntry[]): Promise<ProcessEntry[]> {
  const now = await processes();
  return entries.filter((entry) =>
    now.some((other) => other.pid === entry.pid && other.startTicks === entry.startTicks),
  );
}

async function processes(): Promise<ProcessEntry[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const entries = await Promise.all(
    pids.map(async (pid) => {
      // A process may end between the listing and the reading.
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      const match = /^(\d+) \((.*)\) (\S) (\d+) (.*)$/s.exec(text);
      if (!match || match[3] === 'Z') return undefined;
      const [, number = '', command = '', , parent = '', rest = ''] = match;
      // proc(5): field 22 is the start time; `rest` begins with field 5.
      return {
        pid: Number(number),
        parentPid: Number(parent),
        startTicks: rest.split(' ')[17] ?? '',
        command,
      };
    }),
  );
  return entries.filter((entry) => entry !== undefined);
}
