import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 5;

/**
 * Stops a process as if its machine had frozen, and waits until each of its threads has stopped: on a busy machine one
 * may answer before it does. `SIGCONT` thaws it. Linux only.
 * @throws Error when they have not all stopped within ten seconds
 */
export async function freezeProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  const giveUpAtMs = Date.now() + LIMIT_MS;
  while (!(await isStopped(pid))) {
    if (Date.now() > giveUpAtMs) throw new Error(`process ${pid} does not stop`);
    await pause(LOOK_EVERY_MS);
  }
}

/** By the state after the command's name, which stands in brackets (proc(5)). */
async function isStopped(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`);
  const states = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8').catch(() => ') T ')),
  );
  return states.every((state) => /\) T /.test(state));
}
