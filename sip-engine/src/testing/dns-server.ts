import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type Answer, decode, encode } from 'dns-packet';

type Question = NonNullable<ReturnType<typeof decode>['questions']>[number];

/** A name server for tests, on a free port of the loopback. */
export class TestDnsServer {
  /** What is told; the records of a name by its type, such as `A` or `SRV`. */
  readonly records: Answer[];
  /** `TYPE name` of each question so far. */
  readonly asked: string[] = [];
  /** `silent` says nothing, `garbage` answers octets that are no DNS. */
  mood: 'well' | 'silent' | 'garbage' = 'well';
  readonly #socket: Socket;

  private constructor(socket: Socket, records: Answer[]) {
    this.#socket = socket;
    this.records = records;
    socket.on('message', (bytes, from) => this.#answer(bytes, from));
  }

  static async start(records: Answer[]): Promise<TestDnsServer> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new TestDnsServer(socket, records);
  }

  /** `address:port`. */
  get address(): string {
    return `127.0.0.1:${this.#socket.address().port}`;
  }

  stop(): void {
    this.#socket.close();
  }

  #answer(bytes: Buffer, { port, address }: RemoteInfo): void {
    const query = decode(bytes);
    const questions = query.questions ?? [];
    for (const { type, name } of questions) this.asked.push(`${type} ${name}`);
    if (this.mood === 'silent') return;
    const answer = encode({ type: 'response', id: query.id ?? 0, questions, ...this.#find(questions) });
    this.#socket.send(this.mood === 'garbage' ? answer.fill(0xff, 2) : answer, port, address);
  }

  #find(questions: readonly Question[]): { readonly flags: number; readonly answers: Answer[] } {
    const named = this.records.filter(({ name }) => questions.some((each) => each.name === name));
    const answers = named.filter(({ type }) => questions.some((each) => each.type === type));
    // RCODE 3: the name does not exist.
    return { flags: named.length === 0 ? 3 : 0, answers };
  }
}
