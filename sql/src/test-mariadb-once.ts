import { once } from 'node:events';
import { createServer } from 'node:net';
import type { TestMariaDb } from './test-mariadb.ts';
import { SHARED_MARIADB_PORT, startTestMariaDbWithTables } from './testing.ts';

/**
 * Vitest's global set-up: one MariaDB for the whole run. It is started when the first test file asks for it on a
 * loopback port, so that a run which needs no database does not wait for one.
 */
export default async function offerMariaDb(): Promise<() => Promise<void>> {
  let started: Promise<TestMariaDb> | undefined;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    started ??= startTestMariaDbWithTables();
    started.then(
      (mariaDb) => socket.end(JSON.stringify({ url: mariaDb.url('') })),
      (error: unknown) =>
        socket.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) })),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address !== null && typeof address !== 'string')
    process.env[SHARED_MARIADB_PORT] = String(address.port);
  return async () => {
    delete process.env[SHARED_MARIADB_PORT];
    server.close();
    const mariaDb = await started?.catch(() => undefined);
    await mariaDb?.stop();
  };
}
