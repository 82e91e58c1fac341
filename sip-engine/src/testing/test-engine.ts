import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Srf from 'drachtio-srf';
import { createEngine, type Engine, type EngineOptions } from '../engine.ts';
import { SipPeer } from './sip-peer.ts';

export const testSecret = 'for tests';

/** An engine on free ports of the loopback, with everything that was opened for the test. */
export class TestEngine {
  readonly engine: Engine;
  readonly warnings: string[];
  readonly #closers: (() => void | Promise<void>)[] = [];
  #webSocketUrl = '';

  private constructor(engine: Engine, warnings: string[]) {
    this.engine = engine;
    this.warnings = warnings;
  }

  static async start(options: Partial<EngineOptions> = {}): Promise<TestEngine> {
    const warnings: string[] = [];
    const ignore = (): void => {};
    const warn = (message: string): void => {
      warnings.push(message);
    };
    const engine = await createEngine({
      contacts: [
        { protocol: 'udp', host: '127.0.0.1', port: 0 },
        { protocol: 'tcp', host: '127.0.0.1', port: 0 },
      ],
      webSocket: { advertisedHost: '127.0.0.1', advertisedPort: 8080, secure: false },
      admin: { host: '127.0.0.1', port: 0, secret: testSecret },
      log: { debug: ignore, info: ignore, warn, error: warn },
      ...options,
    });
    const test = new TestEngine(engine, warnings);
    await test.#listenWeb();
    return test;
  }

  async #listenWeb(): Promise<void> {
    const server = createServer();
    server.on('upgrade', (request, socket, head) =>
      this.engine.handleUpgrade(request, socket, head, { secure: false }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port }: AddressInfo = addressOf(server.address());
    this.#webSocketUrl = `ws://127.0.0.1:${port}`;
    this.#closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
  }

  port(protocol: 'udp' | 'tcp'): number {
    const listener = this.engine.listeners.find((candidate) => candidate.protocol === protocol);
    if (listener === undefined) throw new Error(`no ${protocol} listener`);
    return listener.port;
  }

  /** An application in this process. */
  async inMemory(): Promise<Srf> {
    const srf = new Srf();
    const connected = once(srf, 'connect');
    const options = { server: this.engine.applicationServer(), secret: testSecret };
    await Promise.all([connected, srf.listen(options)]);
    return srf;
  }

  /** An application over the admin port, with these tags. */
  async overTcp(tags: readonly string[] = []): Promise<Srf> {
    const srf = new Srf([...tags]);
    const connected = once(srf, 'connect');
    srf.connect({ host: '127.0.0.1', port: this.engine.adminPort ?? 0, secret: testSecret });
    await connected;
    const closed = { value: false };
    srf.once('close', () => {
      closed.value = true;
    });
    this.#closers.push(() => {
      if (!closed.value) srf.disconnect();
    });
    return srf;
  }

  async udpPeer(): Promise<SipPeer> {
    return this.#own(await SipPeer.udp(this.port('udp')));
  }

  async tcpPeer(): Promise<SipPeer> {
    return this.#own(await SipPeer.tcp(this.port('tcp')));
  }

  async webSocketPeer(): Promise<SipPeer> {
    return this.#own(await SipPeer.webSocket(this.#webSocketUrl));
  }

  #own(peer: SipPeer): SipPeer {
    this.#closers.push(() => peer.close());
    return peer;
  }

  async stop(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
    await this.engine.close();
  }
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('no address');
  return address;
}
