// `npm run bench [section…]`: what Tandem costs, beside Kamailio (and a drachtio-server) in the same run.
import { cpus } from 'node:os';
import { benchCalls } from './calls.ts';
import { benchConnections } from './connections.ts';
import { benchProxiedCalls } from './proxied-calls.ts';
import { benchRegisters } from './registers.ts';

const sections = new Map<string, () => Promise<void>>([
  ['registers', benchRegisters],
  ['proxied', benchProxiedCalls],
  ['calls', () => benchCalls('direct')],
  ['relayed', () => benchCalls('relay')],
  ['connections', benchConnections],
]);

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !sections.has(name));
if (unknown.length > 0) {
  console.error(`No section ${unknown.join(', ')}; there are ${[...sections.keys()].join(', ')}.`);
  process.exit(2);
}
console.log(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; sipp and the server share the cores\n`,
);
for (const [name, bench] of sections) if (wanted.length === 0 || wanted.includes(name)) await bench();
