import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drachtioBinary, startOnDrachtio } from './drachtio.ts';
import { freeUdpPort } from './free-port.ts';
import { type Server, serverOf, spawnQuietly, untilReady } from './server.ts';

const command = new URL('../../proxy/bin/tandem.js', import.meta.url).pathname;

/** A running Tandem with `users` named u0, u1 … that share one password. */
export interface TandemServer extends Server {
  readonly httpPort: number;
}

/**
 * Starts the built system on free ports with a data folder of its own.
 * @param media `relay` sends the sound through rtpengine, `direct` leaves it between the phones
 */
export async function startTandem(
  media: 'relay' | 'direct',
  users: number,
  password: string,
  nodeArguments: readonly string[] = [],
): Promise<TandemServer> {
  const [sipPort, httpPort] = [await freeUdpPort(), await freeUdpPort()];
  const environment = { ...(await environmentOf(media, httpPort, password)), TANDEM_SIP_PORT: `${sipPort}` };
  const child = spawnQuietly(process.execPath, [...nodeArguments, command, 'up'], environment);
  const api = apiAt(httpPort);
  await untilReady(child, () => isHealthy(api));
  await addUsers(api, users, password);
  return { ...serverOf('Tandem', child, `127.0.0.1:${sipPort}`), httpPort };
}

/** The same, with media direct, on the drachtio-server that the person has; null without one. */
export async function startTandemOnDrachtio(users: number, password: string): Promise<Server | null> {
  const binary = drachtioBinary();
  if (binary === null) return null;
  const httpPort = await freeUdpPort();
  const environment = await environmentOf('direct', httpPort, password);
  const api = apiAt(httpPort);
  const server = await startOnDrachtio(binary, {
    script: command,
    flags: () => ['up'],
    environment: (adminPort) => ({ ...environment, TANDEM_SIP_ENGINE: `drachtio://127.0.0.1:${adminPort}` }),
    isUp: () => isHealthy(api),
  });
  await addUsers(api, users, password);
  return { ...server, name: 'Tandem on drachtio-server' };
}

const apiAt = (httpPort: number): string => `http://127.0.0.1:${httpPort}/api/v1`;

const isHealthy = async (api: string): Promise<boolean> => (await fetch(`${api}/health`)).ok;

/** A new folder of data with the user who adds the others. */
async function environmentOf(
  media: 'relay' | 'direct',
  httpPort: number,
  password: string,
): Promise<NodeJS.ProcessEnv> {
  const environment = {
    NODE_ENV: 'production',
    TANDEM_DATA_DIR: mkdtempSync(join(tmpdir(), 'tandem-bench-')),
    TANDEM_SIP_HOST: '127.0.0.1',
    TANDEM_SIP_TLS_ENABLED: 'false',
    TANDEM_HTTP_HOST: '127.0.0.1',
    TANDEM_HTTP_PORT: `${httpPort}`,
    TANDEM_HTTPS_ENABLED: 'false',
    TANDEM_MEDIA_MODE: media,
    TANDEM_MEDIA_HOST: '127.0.0.1',
    TANDEM_CALLS_MAX_CONCURRENT: '100000',
    TANDEM_HTTP_REQUESTS_PER_MINUTE: '1000000',
    TANDEM_HTTP_SIGN_INS_PER_MINUTE: '1000000',
    TANDEM_ACCOUNTS_DEMO_USERS: 'false',
    // sipp reads the first challenge only and knows no SHA-256.
    TANDEM_SIP_DIGEST_ALGORITHMS: 'MD5',
    TANDEM_LOG_LEVEL: 'warn',
  };
  await untilEnded(['user', 'add', 'bench-admin', '--password', password, '--admin'], environment);
  return environment;
}

async function addUsers(api: string, users: number, password: string): Promise<void> {
  const post = (path: string, body: unknown, token = '') =>
    fetch(`${api}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  const session: unknown = await (await post('sessions', { username: 'bench-admin', password })).json();
  const token =
    typeof session === 'object' && session && 'accessToken' in session ? `${session.accessToken}` : '';
  for (let index = 0; index < users; index++) {
    const answer = await post('admin/users', { username: `u${index}`, password }, token);
    if (!answer.ok) throw new Error(`adding u${index}: ${answer.status} ${await answer.text()}`);
  }
}

function untilEnded(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawnQuietly(process.execPath, [command, ...args], environment);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`tandem ${args[0]} ended with ${code}`)),
    );
  });
}
