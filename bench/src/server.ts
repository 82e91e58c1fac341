import { type ChildProcess, spawn } from 'node:child_process';

/** A SIP server under load. */
export interface Server {
  readonly name: string;
  readonly pid: number;
  /** `host:port` of SIP over UDP. */
  readonly target: string;
  stop(): Promise<void>;
}

/** Wraps a started process; stopping it sends SIGTERM, and SIGKILL when ten seconds did not suffice. */
export function serverOf(name: string, child: ChildProcess, target: string): Server {
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started`);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    name,
    pid,
    target,
    stop: () => {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
      return ended.finally(() => clearTimeout(hard));
    },
  };
}

/** Starts one after the other, without what the person does not have (null). If one cannot start, all are stopped. */
export async function startAll(starts: readonly (() => Promise<Server | null>)[]): Promise<Server[]> {
  const servers: Server[] = [];
  try {
    for (const start of starts) {
      const server = await start();
      if (server !== null) servers.push(server);
    }
  } catch (error) {
    await stopAll(servers);
    throw error;
  }
  return servers;
}

export async function stopAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}

/** Asks until `ready` says yes. @throws Error when it did not within `limitMs` or the process ended */
export async function untilReady(
  child: ChildProcess,
  ready: () => Promise<boolean>,
  limitMs = 30_000,
): Promise<void> {
  const giveUpAtMs = Date.now() + limitMs;
  while (!(await ready().catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} ended with ${child.exitCode}`);
    if (Date.now() > giveUpAtMs) throw new Error(`${child.spawnfile} was not ready within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const spawnQuietly = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ChildProcess =>
  spawn(command, args, {
    stdio: process.env.BENCH_VERBOSE ? 'inherit' : 'ignore',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, ...env },
  });
