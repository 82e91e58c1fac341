import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { inspect } from 'node:util';
import { createEngine, type Engine, type EngineLog } from '@tandem/sip-engine';
import { messageOf } from '@tandem/sip-engine/fuzz';

const ALIVE_WITHIN_MS = 5_000;
const DATAGRAMS_AT_ONCE = 20;
const LOOPBACK = '127.0.0.1';

/** A whole engine on the loopback that is sent fuzzed messages, and must go on answering. */
export class TargetEngine {
  readonly #engine: Engine;
  /** What the engine logged as its own mistakes, such as a message whose handling threw. */
  readonly #errors: readonly string[];
  readonly #socket = createSocket('udp4');
  readonly #udpPort: number;
  readonly #tcpPort: number;
  #answers = 0;
  #probes = 0;
  #heard = new Set<string>();

  private constructor(engine: Engine, errors: readonly string[]) {
    this.#engine = engine;
    this.#errors = errors;
    const portOf = (protocol: string): number =>
      engine.listeners.find((listener) => listener.protocol === protocol)?.port ?? 0;
    this.#udpPort = portOf('udp');
    this.#tcpPort = portOf('tcp');
    this.#socket.on('message', (bytes) => {
      this.#answers += 1;
      const probe = /\r\nCall-ID: (alive-\d+)\r\n/.exec(bytes.toString('latin1'))?.[1];
      if (probe !== undefined) this.#heard.add(probe);
    });
  }

  static async start(): Promise<TargetEngine> {
    const errors: string[] = [];
    const ignore = (): void => {};
    const error: EngineLog['error'] = (message, details) => errors.push(`${message} ${inspect(details)}`);
    const log = { debug: ignore, info: ignore, warn: ignore, error };
    const contacts = (['udp', 'tcp'] as const).map((protocol) => ({ protocol, host: LOOPBACK, port: 0 }));
    // Short timers and a small trace: what a run fills for good must be full early.
    const timers = { t1Ms: 10, t2Ms: 40, t4Ms: 50 };
    const engine = await createEngine({ contacts, timers, trace: { maxBytes: 1024 * 1024 }, log });
    engine.use('OPTIONS', (_request, response) => response.send(200, 'OK', { headers: {} }));
    engine.use('REGISTER', (_request, response) => response.send(403, 'Forbidden', { headers: {} }));
    const target = new TargetEngine(engine, errors);
    target.#socket.bind(0, LOOPBACK);
    await once(target.#socket, 'listening');
    return target;
  }

  /** Messages that the engine sent back over UDP. */
  get answers(): number {
    return this.#answers;
  }

  /** Sends the messages of some rounds as datagrams. */
  async overUdp(seed: number, firstRound: number, count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      this.#socket.send(messageOf(seed, firstRound + index), this.#udpPort, LOOPBACK);
      if (index % DATAGRAMS_AT_ONCE === 0) await turnOfTheLoop();
    }
  }

  /** Sends the messages of some rounds over one connection, in pieces that end anywhere. */
  async overTcp(seed: number, firstRound: number, count: number): Promise<void> {
    const connection = connect(this.#tcpPort, LOOPBACK);
    connection.on('error', () => {});
    connection.resume();
    await once(connection, 'connect');
    for (let index = 0; index < count && !connection.destroyed; index++) {
      const bytes = messageOf(seed, firstRound + index);
      const cut = (firstRound + index) % (bytes.length + 1);
      connection.write(bytes.subarray(0, cut));
      await turnOfTheLoop();
      connection.write(bytes.subarray(cut));
    }
    connection.destroy();
  }

  /** Throws when the engine made a mistake, or a plain OPTIONS is not answered in time. */
  async mustBeAlive(): Promise<void> {
    if (this.#errors.length > 0) throw new Error(`the engine failed: ${this.#errors[0]}`);
    this.#probes += 1;
    const callId = `alive-${this.#probes}`;
    const { port } = this.#socket.address();
    const request = Buffer.from(
      `OPTIONS sip:${LOOPBACK} SIP/2.0\r\nVia: SIP/2.0/UDP ${LOOPBACK}:${port};rport;branch=z9hG4bK${callId}\r\n` +
        `Max-Forwards: 70\r\nFrom: <sip:fuzz@${LOOPBACK}>;tag=1\r\nTo: <sip:${LOOPBACK}>\r\nCall-ID: ${callId}\r\n` +
        'CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n',
    );
    const until = performance.now() + ALIVE_WITHIN_MS;
    while (!this.#heard.has(callId)) {
      if (performance.now() > until) throw new Error('the engine no longer answers OPTIONS');
      this.#socket.send(request, this.#udpPort, LOOPBACK);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.#heard.clear();
  }

  async stop(): Promise<void> {
    this.#socket.close();
    await this.#engine.close();
  }
}
