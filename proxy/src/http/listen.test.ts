import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { migrate, openDatabase } from '@tandem/sql';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { refuseUpgrades } from '../sip/engine-upgrade.ts';
import { loadCertificate } from '../tls/certificate.ts';
import { listen } from './listen.ts';
import { serverOn } from './test-server.ts';

test('who connects to HTTPS and begins no handshake is not kept', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tandem-listen-'));
  const certificate = await loadCertificate({ dataDir, names: ['localhost'] });
  const listening = await listen(Fastify(), {
    ...{ host: '127.0.0.1', port: 0, webSocketPath: '/sip', onUpgrade: refuseUpgrades },
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
