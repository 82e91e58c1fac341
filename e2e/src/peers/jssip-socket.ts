import type { Socket } from 'jssip';
import { WebSocket } from 'ws';

/** JsSIP's socket interface over the `ws` package: SIP over WebSocket (RFC 7118) outside a browser. */
export class JssipSocket implements Socket {
  via_transport: string;
  readonly url: string;
  readonly sip_uri: string;
  #webSocket: WebSocket | null = null;

  /** @param url `ws://…` or `wss://…`; of the latter the certificate is not checked: a test's own is self-signed */
  constructor(url: string) {
    const { protocol, host } = new URL(url);
    this.url = url;
    this.via_transport = protocol === 'wss:' ? 'WSS' : 'WS';
    this.sip_uri = `sip:${host};transport=ws`;
  }

  connect(): void {
    const webSocket = new WebSocket(this.url, 'sip', { rejectUnauthorized: false });
    this.#webSocket = webSocket;
    let opened = false;
    webSocket.on('open', () => {
      opened = true;
      this.onconnect();
    });
    webSocket.on('message', (bytes) => this.ondata(String(bytes)));
    webSocket.on('error', () => undefined);
    webSocket.on('close', (code, reason) =>
      this.ondisconnect(!opened || code !== 1000, code, String(reason)),
    );
  }

  disconnect(): void {
    this.#webSocket?.close(1000);
  }

  /** Breaks the connection without a closing handshake, as a lost network does. */
  drop(): void {
    this.#webSocket?.terminate();
  }

  send(message: string): boolean {
    if (!this.isConnected()) return false;
    this.#webSocket?.send(message);
    return true;
  }

  isConnected(): boolean {
    return this.#webSocket?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.#webSocket?.readyState === WebSocket.CONNECTING;
  }

  onconnect(): void {}
  ondisconnect(_error: boolean, _code?: number, _reason?: string): void {}
  ondata<T>(_event: T): void {}
}
