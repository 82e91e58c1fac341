import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { drachtioBinary, startOnDrachtio } from './drachtio.ts';
import { freeUdpPort } from './free-port.ts';
import { type Server, serverOf } from './server.ts';

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

/** The same application on the drachtio-server that the person has; null without one. */
export async function startOnOwnDrachtio(options: StartApplication): Promise<Server | null> {
  const binary = drachtioBinary();
  if (binary === null) return null;
  const flags = (adminPort: number): string[] => [...flagsOf(options), '--drachtio', `${adminPort}`];
  return startOnDrachtio(binary, { script, flags });
}

function flagsOf({ password, calleeUri, srf }: StartApplication): string[] {
  return [
    ...(password === undefined ? [] : ['--password', password]),
    ...(calleeUri === undefined ? [] : ['--callee', calleeUri]),
    ...(srf ? ['--srf'] : []),
  ];
}
