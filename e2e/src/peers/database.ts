import { openDatabase } from '@tandem/sql';
import { emptyMariaDb, freezeProcess, startTestMariaDb, type TestMariaDb } from '@tandem/sql/testing';

const NAME = 'tandem_e2e';

/** The database under the system: SQLite in its data folder, or with `TANDEM_TEST_DATABASE=mariadb` an empty MariaDB. */
export class Database {
  readonly kind: 'sqlite' | 'mariadb';
  /** What the system is told about it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #remove: () => Promise<void>;
  /** A server of its own, which may be taken away. */
  readonly #server: TestMariaDb | null;

  private constructor(url: string | null, remove: () => Promise<void>, server: TestMariaDb | null = null) {
    this.kind = url === null ? 'sqlite' : 'mariadb';
    this.environment = url === null ? {} : { TANDEM_DATABASE_URL: url };
    this.#remove = remove;
    this.#server = server;
  }

  /** The kind that the run is for. */
  static async start(): Promise<Database> {
    const kind = process.env.TANDEM_TEST_DATABASE ?? 'sqlite';
    if (kind === 'sqlite') return new Database(null, async () => undefined);
    if (kind !== 'mariadb') throw new Error(`TANDEM_TEST_DATABASE is "${kind}", not "sqlite" or "mariadb"`);
    const { url, drop } = await emptyMariaDb();
    return new Database(url, drop);
  }

  /** A MariaDB server for this system alone, which can be frozen. */
  static async startOwnMariaDb(): Promise<Database> {
    const server = await startTestMariaDb();
    const connection = openDatabase(server.url('mysql'));
    try {
      await connection.raw(`CREATE DATABASE ${NAME} CHARACTER SET utf8mb4`);
    } finally {
      await connection.destroy();
    }
    return new Database(server.url(NAME), () => server.stop(), server);
  }

  /** MariaDB stops answering, its connections stay open: a frozen machine. */
  async freeze(): Promise<void> {
    await freezeProcess(this.#pid);
  }

  thaw(): void {
    process.kill(this.#pid, 'SIGCONT');
  }

  /** Removes it with all that is in it. */
  async stop(): Promise<void> {
    if (this.#server) this.thaw();
    await this.#remove();
  }

  get #pid(): number {
    if (!this.#server) throw new Error('only a MariaDB of its own can be taken away');
    return this.#server.pid;
  }
}
