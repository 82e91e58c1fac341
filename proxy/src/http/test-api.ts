import type { OpenTestDatabase } from '@tandem/sql/testing';
import { afterEach, beforeEach } from 'vitest';
import { clientOf, serverOn } from './test-server.ts';

type Client = ReturnType<typeof clientOf>;

/** For each test of a `describe` the API on a new database, with alice, who uses a phone, and root, an admin. */
export function apiOn(open: () => Promise<OpenTestDatabase>) {
  let opened: OpenTestDatabase;
  let served: ReturnType<typeof serverOn>;
  let client: Client;
  beforeEach(async () => {
    opened = await open();
    served = serverOn(opened.db);
    client = clientOf(served.app);
    const { accounts } = served;
    await accounts.createUser({ username: 'alice', password: 'correct horse', displayName: 'Alice' });
    await accounts.createUser({ username: 'root', password: 'correct horse', role: 'admin' });
  });
  afterEach(async () => {
    await served.app.close();
    await opened.close();
  });
  return {
    call: (...request: Parameters<Client['call']>) => client.call(...request),
    signIn: (...user: Parameters<Client['signIn']>) => client.signIn(...user),
    get app() {
      return served.app;
    },
    get accounts() {
      return served.accounts;
    },
    get callRecords() {
      return served.callRecords;
    },
    get log() {
      return served.log;
    },
    get db() {
      return opened.db;
    },
  };
}
