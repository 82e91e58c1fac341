import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { createRelayPool } from '../pool/relay-pool.ts';
import { localRelay } from '../testing/local-relay.ts';
import { silentLog } from '../testing/silent-log.ts';
import { until } from '../testing/until.ts';
import { primaryAddress } from './addresses.ts';
import { rtpengineFlags, startLocalRtpengine } from './local-rtpengine.ts';

const OPTIONS = { dataDir: tmpdir(), host: '127.0.0.1', portMin: 19_000, portMax: 19_099, log: silentLog };

function runs(pid: number): boolean {
  try {
    // A zombie still has an entry, but runs no more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('without rtpengine on the machine there is no local relay, and no error', async () => {
  expect(await startLocalRtpengine({ ...OPTIONS, binary: 'no-such-rtpengine' })).toBeNull();
});

test('an address of another machine is refused at the start, not at the first call', async () => {
  await expect(startLocalRtpengine({ ...OPTIONS, host: '198.51.100.7' })).rejects.toThrow(/not an address/);
});

test('a start that fails says what rtpengine said', async () => {
  await expect(startLocalRtpengine({ ...OPTIONS, binary: '/bin/false' })).rejects.toThrow(/exit code 1/);
});

test('it answers when it is started, comes back on the same address when killed, and stops for good', async () => {
  const relay = await localRelay();
  const pool = createRelayPool({ nodes: [{ url: relay.url }], log: silentLog });
  try {
    expect(await pool.whenHealthy(2_000)).toBe(true);
    const first = relay.pid;
    if (first === null) throw new Error('rtpengine should run');
    process.kill(first, 'SIGKILL');
    await until('another process runs', () => relay.pid !== null && relay.pid !== first);
    const second = relay.pid;
    if (second === null) throw new Error('rtpengine should run');
    await until('the pool has it again', () => pool.health()[0]?.state === 'up');
    await relay.stop();
    expect(relay.pid).toBeNull();
    expect(runs(second)).toBe(false);
  } finally {
    await pool.close();
    await relay.remove();
  }
});

test('its options carry no SDP into the log and read no file of the system', () => {
  const flags = rtpengineFlags({
    ...OPTIONS,
    advertisedHost: '203.0.113.5',
    maxSessions: 9,
    controlPort: 7_000,
  });
  expect(flags).toContain('--config-file=none');
  expect(flags).toContain('--log-level=5');
  expect(flags).toContain('--interface=127.0.0.1!203.0.113.5');
  expect(flags).toContain('--max-sessions=9');
  expect(flags).toContain('--listen-tcp-ng=127.0.0.1:7000');
});

test('it dies with a parent that is killed', async () => {
  // What startLocalRtpengine runs, under a parent that cannot clean up.
  const parent = spawn(process.execPath, [
    '-e',
    `const { spawn } = require('node:child_process');
     const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'rtpengine', ...${JSON.stringify(
       rtpengineFlags({ ...OPTIONS, controlPort: 0 }).filter((flag) => !flag.startsWith('--listen')),
     )}], { stdio: 'ignore' });
     console.log(child.pid);
     setInterval(() => {}, 1000);`,
  ]);
  const pid = await new Promise<number>((resolve) =>
    parent.stdout.once('data', (data: Buffer) => resolve(Number(data.toString()))),
  );
  expect(runs(pid)).toBe(true);
  parent.kill('SIGKILL');
  await until('the child is gone', () => !runs(pid));
});

test('media uses the address in the network, and loopback only when there is none', () => {
  const entry = (address: string, internal = false) => [
    { address, internal, family: 'IPv4' as const, netmask: '', mac: '', cidr: null },
  ];
  const loopback = { lo: entry('127.0.0.1', true) };
  expect(primaryAddress(loopback)).toBe('127.0.0.1');
  expect(primaryAddress({ ...loopback, docker0: entry('172.17.0.1') })).toBe('172.17.0.1');
  expect(primaryAddress({ ...loopback, docker0: entry('172.17.0.1'), eth0: entry('192.168.1.5') })).toBe(
    '192.168.1.5',
  );
});
