import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { refuseUpgrades } from '../sip/engine-upgrade.ts';
import { loadCertificate } from '../tls/certificate.ts';
import { listen } from './listen.ts';

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
