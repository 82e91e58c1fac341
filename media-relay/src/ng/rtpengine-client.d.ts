/** The part of rtpengine-client 0.4.12 that is used here; the package has no types of its own. */
declare module 'rtpengine-client' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';

  /** The part of the package's WebSocket that is used. */
  export interface NgWebSocket extends EventEmitter {
    terminate(): void;
  }

  export interface ParsedReply {
    id: string;
    data: unknown;
  }

  class BaseClient extends EventEmitter {
    /** Open requests by cookie. */
    messages: Map<string, unknown>;
    timers: Map<string, NodeJS.Timeout>;
    static decodeMessage(bytes: Buffer): ParsedReply;
    close(): void;
    _onParsedMessage(reply: ParsedReply): void;
    _onMessage(bytes: Buffer): void;
    _onError(error: Error): void;
    _onListening(): void;
    ping(): Promise<unknown>;
    statistics(): Promise<unknown>;
    list(parameters: object): Promise<unknown>;
    offer(parameters: object): Promise<unknown>;
    answer(parameters: object): Promise<unknown>;
    query(parameters: object): Promise<unknown>;
    delete(parameters: object): Promise<unknown>;
    playDTMF(parameters: object): Promise<unknown>;
    blockDTMF(parameters: object): Promise<unknown>;
  }

  export class TcpClient extends BaseClient {
    constructor(options: { hostport: string; timeout?: number });
    socket: Socket;
    _onData(bytes: Buffer): void;
  }

  export class WsClient extends BaseClient {
    constructor(options: { url: string; timeout?: number });
    socket: NgWebSocket;
    connected: boolean;
    _attachHandlers(socket: NgWebSocket): void;
  }
}
