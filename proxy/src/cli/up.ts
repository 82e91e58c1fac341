import { startTandem, type Tandem } from '../app.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Log } from '../observability/log.ts';
import { createWinstonLog } from '../observability/winston-log.ts';
import { copyEnvironment } from './fast-environment.ts';
import { signInUrls, softphoneUrls } from './urls.ts';
import { randomPassword } from './user.ts';

/** Two people for the first call; the first may open the console. */
const DEMO_USERS = [
  { username: 'alice', displayName: 'Alice Example', role: 'admin' },
  { username: 'bob', displayName: 'Bob Example', role: 'user' },
] as const;

/** How long everything may take to stop before the process ends anyway. */
const STOP_LIMIT_MS = 15_000;

/** `tandem up`: runs until SIGINT or SIGTERM. @returns the exit status */
export async function up(config: LoadedConfig): Promise<number> {
  copyEnvironment();
  const pretty = config.log.format === 'pretty' || (config.log.format === 'auto' && process.stderr.isTTY);
  const log = createWinstonLog(config.log.level, pretty ? 'pretty' : 'json');
  const tandem = await startTandem(config, log);
  for (const line of await welcome(config, tandem)) console.log(line);
  const signal = await nextSignal();
  log.info('stopping', { signal });
  return (await stopWithin(tandem, log)) ? 0 : 1;
}

async function welcome(config: LoadedConfig, tandem: Tandem): Promise<string[]> {
  const [local = '', network] = softphoneUrls(config);
  const { engine, tls: sipTls } = config.sip;
  const tls = engine === 'embedded' && sipTls.enabled ? `; TLS on port ${sipTls.port}` : '';
  const lines = [
    '',
    `  Tandem is up.`,
    '',
    `  Softphone   ${local}`,
    ...(network
      ? [`              ${network}   for telephones in this network (accept the certificate once)`]
      : []),
    `  Console     ${local}admin/`,
    `  SIP         ${tandem.sipAddress}   UDP and TCP${tls}, user name and password of any user`,
    `  Sound       ${tandem.mediaDescription}`,
  ];
  return [...lines, ...(await demo(config, tandem)), '', '  Ctrl-C stops everything.', ''];
}

async function demo(config: LoadedConfig, { accounts }: Tandem): Promise<string[]> {
  if (!config.accounts.demoUsers || (await accounts.countUsers()) > 0) {
    return ['', '  A sign-in link for any user: npx tandem user link NAME'];
  }
  const lines = ['', '  Two demo users were made. Open one link in each of two tabs, then call the other:'];
  for (const { username, displayName, role } of DEMO_USERS) {
    const password = randomPassword();
    await accounts.createUser({ username, displayName, role, password });
    const [local = '', network] = signInUrls(config, await accounts.createSignInLink(username));
    lines.push(
      '',
      `  ${username.padEnd(8)} password ${password}${role === 'admin' ? '   (also for the console)' : ''}`,
    );
    lines.push(`           ${local}`);
    if (network) lines.push(`           ${signInUrls(config, await accounts.createSignInLink(username))[1]}`);
  }
  return [...lines, '', '  Each link works once, within a day. More of them: npx tandem user link NAME'];
}

const nextSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve(signal));
  });

async function stopWithin(tandem: Tandem, log: Log): Promise<boolean> {
  const limit = new Promise<false>((resolve) => setTimeout(resolve, STOP_LIMIT_MS, false).unref());
  const stopped = await Promise.race([tandem.stop().then(() => true), limit]);
  if (!stopped) log.error('stopping took too long; ending without waiting further');
  // Something may still hold the event loop when the limit was reached.
  setTimeout(() => process.exit(stopped ? 0 : 1), 500).unref();
  return stopped;
}
