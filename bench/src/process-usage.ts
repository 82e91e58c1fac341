import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's clock tick in microseconds: 100 a second on every Linux that Node runs on. */
const TICK_US = 10_000;

/** CPU time of a process and all its children, in microseconds of user and system time. */
export function cpuMicroseconds(pid: number): number {
  return family(pid).reduce((sum, member) => sum + ticks(member) * TICK_US, 0);
}

/** Resident memory of a process without its children, in MiB. */
export function residentMiB(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) / 1024;
}

function family(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}

function ticks(pid: number): number {
  // The command name may hold spaces and brackets: fields are counted from the last bracket (proc(5)).
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}
