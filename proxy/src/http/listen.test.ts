import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { migrate, openDatabase } from '@tandem/sql';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { refuseUpgrades } from '../sip/engine-upgrade.ts';
import { loadCertificate } from '../tls/certificate.ts';
import { listen } from './listen.ts';
import { serverOn } from './test-server.ts';
import { createWebAdmission } from './web-admission.ts';

const admitting = (maxPerAddress = 10) =>
  createWebAdmission({ maxConnections: 10, maxPerAddress, uncappedAddresses: [], log: silentLog });

test('who connects to HTTPS and begins no handshake is not kept', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tandem-listen-'));
  const certificate = await loadCertificate({ dataDir, names: ['localhost'] });
  const listening = await listen(Fastify(), {
    ...{ host: '127.0.0.1', port: 0, webSocketPath: '/sip', onUpgrade: refuseUpgrades },
    admission: admitting(),
    https: { port: 0, certificate, handshakeTimeoutMs: 50 },
  });
  try {
    const silent = connect(listening.httpsPort ?? 0, '127.0.0.1');
    silent.on('error', () => {});
    await once(silent, 'close');
    expect(silent.bytesRead).toBe(0);
  } finally {
    listening.close();
    rmSync(dataDir, { recursive: true });
  }
});

test('a request whose head does not end is not waited for, on HTTP and HTTPS', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tandem-listen-'));
  const db = openDatabase('sqlite::memory:');
  await migrate(db);
  const { app } = serverOn(db);
  expect(app.server.headersTimeout).toBe(10_000);
  app.server.headersTimeout = 50;
  const certificate = await loadCertificate({ dataDir, names: ['localhost'] });
  const listening = await listen(app, {
    ...{ host: '127.0.0.1', port: 0, webSocketPath: '/sip', onUpgrade: refuseUpgrades },
    admission: admitting(),
    https: { port: 0, certificate },
  });
  const { httpPort, httpsPort } = listening;
  const answerTo = async (socket: Socket): Promise<string> => {
    const octets: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => octets.push(chunk));
    socket.write('GET /sip HTTP/1.1\r\nHost: localhost\r\nUpgrade: websoc');
    await once(socket, 'close');
    return Buffer.concat(octets).toString();
  };
  try {
    const secure = { host: '127.0.0.1', port: httpsPort ?? 0, rejectUnauthorized: false };
    const answers = await Promise.all([
      answerTo(connect(httpPort, '127.0.0.1')),
      answerTo(connectTls(secure)),
    ]);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  } finally {
    listening.close();
    await db.destroy();
    rmSync(dataDir, { recursive: true });
  }
});

test('an address gets so many connections, to HTTP and HTTPS together, until one of them ends', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tandem-listen-'));
  const certificate = await loadCertificate({ dataDir, names: ['localhost'] });
  const app = Fastify();
  app.get('/', () => 'the page');
  const admission = admitting(2);
  const listening = await listen(app, {
    ...{ host: '127.0.0.1', port: 0, webSocketPath: '/sip', onUpgrade: refuseUpgrades, admission },
    https: { port: 0, certificate },
  });
  const ask = (socket: Socket): Promise<string> => {
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    return new Promise((answered) => {
      socket.once('data', (octets: Buffer) => answered(octets.toString()));
      socket.once('error', (error) => answered(error.message));
    });
  };
  const plain = () => connect(listening.httpPort, '127.0.0.1');
  const secure = () =>
    connectTls({ host: '127.0.0.1', port: listening.httpsPort ?? 0, rejectUnauthorized: false });
  try {
    const first = plain();
    for (const socket of [first, secure()]) expect(await ask(socket)).toContain('the page');
    for (const socket of [plain(), secure()])
      expect(await ask(socket)).toMatch(/ECONNRESET|EPIPE|disconnected/);
    const [refused] = admission.metrics();
    expect(refused?.values).toEqual([{ labels: { reason: 'too-many-from-address' }, value: 2 }]);
    first.destroy();
    await expect.poll(() => ask(plain())).toContain('the page');
  } finally {
    listening.close();
    rmSync(dataDir, { recursive: true });
  }
});
