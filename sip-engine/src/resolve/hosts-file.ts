import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';

const REREAD_AFTER_MS = 5_000;

/** Addresses by lower-case name, as in hosts(5). Lines that are none are passed over. */
function parseHosts(text: string): Map<string, string[]> {
  const addresses = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      addresses.set(key, [...(addresses.get(key) ?? []), address]);
    }
  }
  return addresses;
}

/** The machine's own list of names, read again when it was read some seconds ago. */
export class HostsFile {
  readonly #path: string;
  #addresses: Promise<Map<string, string[]>> | null = null;
  #readMs = 0;

  constructor(path = '/etc/hosts') {
    this.#path = path;
  }

  async addresses(name: string): Promise<readonly string[]> {
    const nowMs = performance.now();
    if (this.#addresses === null || nowMs - this.#readMs > REREAD_AFTER_MS) {
      this.#readMs = nowMs;
      this.#addresses = readFile(this.#path, 'utf8').then(parseHosts, () => new Map());
    }
    return (await this.#addresses).get(name.toLowerCase()) ?? [];
  }
}
