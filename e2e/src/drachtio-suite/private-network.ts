import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PeerProcess } from '../peers/peer-process.ts';
import { network, type SuiteHost } from './suite-folder.ts';

const engineHosts = [10, 19];
const callerHosts = Array.from({ length: 149 }, (_, index) => 101 + index);

/**
 * A network of its own with upstream's addresses and names: no port or host of this machine is touched. It needs root
 * or unprivileged user namespaces.
 */
export class PrivateNetwork {
  readonly #holder: PeerProcess;
  readonly #isRoot = process.getuid?.() === 0;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    const unshare = this.#isRoot ? ['-m', '-n'] : ['-r', '-m', '-n'];
    this.#holder = new PeerProcess({
      name: 'the network of the suite',
      command: 'unshare',
      args: [...unshare, 'sh', join(folder, 'network.sh')],
      cwd: folder,
    });
  }

  /** @throws Error with a sentence when this machine does not let us make one */
  static async make(folder: string, hosts: readonly SuiteHost[]): Promise<PrivateNetwork> {
    const names = hosts.map(({ address, name }) => `${address} ${name}`);
    await writeFile(join(folder, 'hosts'), `127.0.0.1 localhost\n${names.join('\n')}\n`);
    const own = [...engineHosts, ...callerHosts].map((host) => `${network}.${host}`);
    const addresses = new Set([...hosts.map(({ address }) => address), ...own]);
    const script = [
      'set -e',
      'ip link set lo up',
      ...[...addresses].map((address) => `ip addr add ${address}/32 dev lo`),
      `mount --bind '${join(folder, 'hosts')}' /etc/hosts`,
      'echo the network is up',
      'exec sleep infinity',
    ];
    await writeFile(join(folder, 'network.sh'), `${script.join('\n')}\n`);
    const made = new PrivateNetwork(folder);
    try {
      await made.#holder.printed(/the network is up/, 60_000);
    } catch (error) {
      const why =
        'The suite needs a network of its own: run it as root, or allow unprivileged user namespaces';
      throw new Error(`${why} (${made.#holder.output.trim() || String(error)})`);
    }
    return made;
  }

  /** Starts a program in the network. */
  start(
    name: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): PeerProcess {
    const user = this.#isRoot ? [] : ['-U', '--preserve-credentials'];
    return new PeerProcess({
      name,
      command: 'nsenter',
      args: ['-t', String(this.#holder.pid), ...user, '-m', '-n', `--wd=${this.#folder}`, command, ...args],
      cwd: this.#folder,
      env,
    });
  }

  async stop(): Promise<void> {
    await this.#holder.stop('SIGKILL');
  }
}
