import { freeUdpPort } from './free-port.ts';
import { type Server, serverOf, spawnQuietly, untilReady } from './server.ts';
import { answersOptions } from './sip-answers.ts';

/** The drachtio-server that the person has, or null. */
export const drachtioBinary = (): string | null => process.env.DRACHTIO_BIN || null;

/** What runs on it, as a Node program, once it is known where its admin port is. */
export interface OnDrachtio {
  readonly script: string;
  flags(adminPort: number): readonly string[];
  readonly environment?: (adminPort: number) => NodeJS.ProcessEnv;
  /** Whether it is there, besides answering SIP. */
  readonly isUp?: () => Promise<boolean>;
}

// Both in one process family, whose CPU time is added up; and both end with it.
const BOTH = `
drachtio=$1 flags=$2; shift 2
"$drachtio" $flags & engine=$!
"$@" & program=$!
trap 'kill $engine $program' TERM
wait $program; kill $engine; wait
`;

/** @param binary path of the drachtio executable */
export async function startOnDrachtio(
  binary: string,
  { script, flags, environment, isUp = async () => true }: OnDrachtio,
): Promise<Server> {
  const [port, adminPort] = [await freeUdpPort(), await freeUdpPort()];
  const target = `127.0.0.1:${port}`;
  const engine = `--contact sip:${target};transport=udp --port ${adminPort} --secret cymru --loglevel notice`;
  const program = [process.execPath, script, ...flags(adminPort)];
  const child = spawnQuietly('sh', ['-c', BOTH, 'sh', binary, engine, ...program], environment?.(adminPort));
  const server = serverOf('drachtio-server', child, target);
  try {
    await untilReady(child, async () => (await answersOptions(target)) && (await isUp()));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}
