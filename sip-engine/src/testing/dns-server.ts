import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket as TcpSocket } from 'node:net';
import { type Answer, decode, encode, type Packet, streamEncode, TRUNCATED_RESPONSE } from 'dns-packet';

type Question = NonNullable<ReturnType<typeof decode>['questions']>[number];

/**
 * - `well`: as a recursive name server does, aliases and what they lead to in one answer
 * - `iterative`: as well, but an alias comes without the records that it leads to
 * - `truncating`: by UDP it says only that the answer is too large for it
 * - `silent`: it says nothing
 * - `garbage`: it answers octets that are no DNS
 * - `failing`: it answers that it cannot (SERVFAIL)
 * - `forging`: before the true answer come one with another id, one to another question, and an address for each
 */
type Mood = 'well' | 'iterative' | 'truncating' | 'silent' | 'garbage' | 'failing' | 'forging';

const NAME_ERROR = 3;
const SERVER_FAILURE = 2;

/** A name server for tests, on a free port of the loopback, by UDP and TCP. */
export class TestDnsServer {
  /** What is told; the records of a name by its type, such as `A` or `SRV`. An SOA is told of what does not exist. */
  readonly records: Answer[];
  /** `TYPE name` of each question so far. */
  readonly asked: string[] = [];
  /** The id and port of each question that came by UDP. */
  readonly sources: { readonly id: number; readonly port: number }[] = [];
  /** Questions that came by TCP. */
  askedByTcp = 0;
  mood: Mood = 'well';
  readonly #udp: Socket;
  readonly #tcp: Server;

  private constructor(udp: Socket, tcp: Server, records: Answer[]) {
    this.#udp = udp;
    this.#tcp = tcp;
    this.records = records;
    udp.on('message', (bytes, from) => this.#answerByUdp(bytes, from));
    tcp.on('connection', (socket) => this.#answerByTcp(socket));
  }

  static async start(records: Answer[]): Promise<TestDnsServer> {
    for (;;) {
      const udp = createSocket('udp4');
      udp.bind(0, '127.0.0.1');
      await once(udp, 'listening');
      const tcp = createServer().listen(udp.address().port, '127.0.0.1');
      const bound = await once(tcp, 'listening').catch(() => null);
      if (bound !== null) return new TestDnsServer(udp, tcp, records);
      udp.close();
    }
  }

  /** `address:port`. */
  get address(): string {
    return `127.0.0.1:${this.#udp.address().port}`;
  }

  stop(): void {
    this.#udp.close();
    this.#tcp.close();
  }

  #answerByUdp(bytes: Buffer, { port, address }: RemoteInfo): void {
    const response = this.#responseTo(bytes);
    this.sources.push({ id: response.id ?? 0, port });
    const send = (packet: Packet): void => this.#udp.send(encode(packet), port, address);
    if (this.mood === 'silent') return;
    if (this.mood === 'garbage') this.#udp.send(encode(response).fill(0xff, 2), port, address);
    else if (this.mood === 'truncating')
      send({ ...response, flags: (response.flags ?? 0) | TRUNCATED_RESPONSE, answers: [] });
    else {
      if (this.mood === 'forging') for (const forged of forgeries(response)) send(forged);
      send(response);
    }
  }

  #answerByTcp(socket: TcpSocket): void {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      this.askedByTcp += 1;
      // In two pieces, as a network may deliver it.
      const answer = streamEncode(this.#responseTo(bytes.subarray(2)));
      socket.write(answer.subarray(0, 5));
      setImmediate(() => socket.end(answer.subarray(5)));
    });
  }

  #responseTo(bytes: Buffer): Packet {
    const query = decode(bytes);
    const questions = query.questions ?? [];
    for (const { type, name } of questions) this.asked.push(`${type} ${name}`);
    const common = { type: 'response', id: query.id ?? 0, questions } as const;
    if (this.mood === 'failing') return { ...common, flags: SERVER_FAILURE };
    return { ...common, ...this.#find(questions) };
  }

  #find(questions: readonly Question[]): Pick<Packet, 'flags' | 'answers' | 'authorities'> {
    const answers: Answer[] = [];
    let exists = false;
    for (const { type, name } of questions) {
      let owner: string | null = name;
      while (owner !== null && answers.length < 20) {
        const named: Answer[] = this.records.filter((record) => record.name === owner);
        exists = named.length > 0;
        const alias: Answer | undefined = named.find((record) => record.type === 'CNAME');
        answers.push(...named.filter((record) => record.type === type || record === alias));
        owner = alias?.type === 'CNAME' && this.mood !== 'iterative' ? alias.data : null;
      }
    }
    const missing = !answers.some(({ type }) => questions.some((question) => question.type === type));
    const authorities = this.records.filter(
      ({ type }) => missing && type === 'SOA' && this.mood !== 'iterative',
    );
    return { flags: exists ? 0 : NAME_ERROR, answers, authorities };
  }
}

function forgeries(response: Packet): Packet[] {
  const { id = 0, questions = [] } = response;
  const answers = questions.map(({ name }): Answer => ({ type: 'A', name, ttl: 60, data: '203.0.113.66' }));
  const elsewhere = questions.map((question) => ({ ...question, name: 'forged.example.net' }));
  return [
    { ...response, id: (id + 1) % 0x1_0000, answers },
    { ...response, questions: elsewhere, answers },
    { ...response, type: 'query', answers },
  ];
}
