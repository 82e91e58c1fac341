import { openDatabase } from '@tandem/sql';
import { freezeProcess, startTestMariaDb, type TestMariaDb } from '@tandem/sql/testing';

const NAME = 'tandem_e2e';

/** The database under the system: SQLite in its data folder, or with `TANDEM_TEST_DATABASE=mariadb` a MariaDB of its own. */
export class Database {
  readonly kind: 'sqlite' | 'mariadb';
  /** What the system is told about it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #server: TestMariaDb | null;

  private constructor(server: TestMariaDb | null) {
    this.#server = server;
    this.kind = server ? 'mariadb' : 'sqlite';
    this.environment = server ? { TANDEM_DATABASE_URL: server.url(NAME) } : {};
  }

  /** @param kind for a test that needs a database which can be taken away; the run's choice when absent */
  static async start(kind = process.env.TANDEM_TEST_DATABASE ?? 'sqlite'): Promise<Database> {
    if (kind === 'sqlite') return new Database(null);
    if (kind !== 'mariadb') throw new Error(`TANDEM_TEST_DATABASE is "${kind}", not "sqlite" or "mariadb"`);
    const server = await startTestMariaDb();
    const connection = openDatabase(server.url('mysql'));
    try {
      await connection.raw(`CREATE DATABASE ${NAME} CHARACTER SET utf8mb4`);
    } finally {
      await connection.destroy();
    }
    return new Database(server);
  }

  /** MariaDB stops answering, its connections stay open: a frozen machine. */
  async freeze(): Promise<void> {
    await freezeProcess(this.#pid);
  }

  thaw(): void {
    process.kill(this.#pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    this.#server && this.thaw();
    await this.#server?.stop();
  }

  get #pid(): number {
    if (!this.#server) throw new Error('only MariaDB can be taken away');
    return this.#server.pid;
  }
}
