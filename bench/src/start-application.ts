import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { freeUdpPort } from './free-port.ts';
import { type Server, serverOf, spawnQuietly, untilReady } from './server.ts';
import { answersOptions } from './sip-answers.ts';

const script = new URL('./application.js', import.meta.url).pathname;

export interface StartApplication {
  /** Of every user; absent: nobody is asked. */
  readonly password?: string | undefined;
  readonly calleeUri?: string | undefined;
  /** Calls are handled by drachtio-srf, and not by a handler on the engine itself; default false. */
  readonly srf?: boolean | undefined;
}

/** The application with the embedded engine, and what it can be asked. */
export interface Application extends Server {
  readonly webSocketPort: number;
  readonly tlsPort: number;
  /** After a collection of garbage. */
  memory(): Promise<{ residentBytes: number; heapBytes: number; bindings: number }>;
}

const ports = z.object({ webSocketPort: z.number(), tlsPort: z.number() });
const memory = z.object({ residentBytes: z.number(), heapBytes: z.number(), bindings: z.number() });

export async function startApplication(options: StartApplication): Promise<Application> {
  const port = await freeUdpPort();
  const child = fork(script, [...flagsOf(options), '--port', `${port}`], { execArgv: ['--expose-gc'] });
  const [ready]: unknown[] = await once(child, 'message');
  return {
    ...serverOf(options.srf ? 'Tandem, drachtio-srf' : 'Tandem', child, `127.0.0.1:${port}`),
    ...ports.parse(ready),
    async memory() {
      child.send('memory');
      const [answer]: unknown[] = await once(child, 'message');
      return memory.parse(answer);
    },
  };
}

/**
 * A drachtio-server of the person's own with the same application; its process family is what is measured.
 * @param binary path of the drachtio executable
 */
export async function startDrachtio(binary: string, calleeUri: string): Promise<Server> {
  const [port, adminPort] = [await freeUdpPort(), await freeUdpPort()];
  const target = `127.0.0.1:${port}`;
  const contact = `sip:${target};transport=udp`;
  const flags = ['--contact', contact, '--port', `${adminPort}`, '--secret', 'cymru', '--loglevel', 'notice'];
  // The shell keeps both in one process family, whose CPU time is added up.
  const command = `"$0" "$@" & exec "${process.execPath}" "${script}" --drachtio ${adminPort} --callee ${calleeUri}`;
  const child = spawnQuietly('sh', ['-c', command, binary, ...flags]);
  await untilReady(child, () => answersOptions(target));
  return serverOf('drachtio-server', child, target);
}

function flagsOf({ password, calleeUri, srf }: StartApplication): string[] {
  return [
    ...(password === undefined ? [] : ['--password', password]),
    ...(calleeUri === undefined ? [] : ['--callee', calleeUri]),
    ...(srf ? ['--srf'] : []),
  ];
}
