/// <reference path="./rtpengine-client.d.ts" />
import { type NgWebSocket, type ParsedReply, TcpClient, WsClient } from 'rtpengine-client';
import { bencodedEnd } from './bencode-frame.ts';

/** A `list` reply of ten thousand calls is about 500 kB. */
const MAX_REPLY_BYTES = 8 * 1024 * 1024;
const COOKIE_LENGTH = 36;

/**
 * rtpengine-client over TCP with framing of our own: the package takes each chunk as exactly one reply of at
 * most 16 kB, so two replies in one segment lose the second.
 */
class FramedTcpClient extends TcpClient {
  // `declare` keeps the field from being reset after the parent's constructor has bound `_onData`.
  declare unread: Buffer | undefined;

  override _onData(chunk: Buffer): void {
    let bytes = this.unread ? Buffer.concat([this.unread, chunk]) : chunk;
    try {
      for (;;) {
        const end = bytes.length > COOKIE_LENGTH + 1 ? bencodedEnd(bytes, COOKIE_LENGTH + 1) : null;
        if (end === null) break;
        this._onParsedMessage(TcpClient.decodeMessage(bytes.subarray(0, end)));
        bytes = bytes.subarray(end);
      }
      if (bytes.length > MAX_REPLY_BYTES) throw new RangeError('reply is too long');
      this.unread = bytes;
    } catch (error) {
      // The borders of what follows are unknown: only a new connection helps.
      this.socket.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  override _onParsedMessage(reply: ParsedReply): void {
    if (this.messages.has(reply.id)) super._onParsedMessage(reply);
    else this.emit('error', new Error('late reply, or one that nobody asked for'));
  }
}

/** rtpengine-client over WebSocket without its endless reconnecting: `NgLink` reconnects, with back-off. */
class SingleWsClient extends WsClient {
  override _attachHandlers(socket: NgWebSocket): void {
    socket.on('message', (bytes: Buffer) => this._onMessage(bytes));
    socket.on('error', (error: Error) => this._onError(error));
    socket.on('open', () => this._onListening());
  }

  override _onParsedMessage(reply: ParsedReply): void {
    if (this.messages.has(reply.id)) super._onParsedMessage(reply);
    else this.emit('error', new Error('late reply, or one that nobody asked for'));
  }
}

/** NG commands in use, by rtpengine-client's method names. */
export type NgCommand =
  | 'ping'
  | 'statistics'
  | 'list'
  | 'offer'
  | 'answer'
  | 'query'
  | 'delete'
  | 'playDTMF'
  | 'blockDTMF';

/** One connection to one rtpengine, for as long as it lasts. */
export interface NgClient {
  send(command: NgCommand, parameters: object): Promise<unknown>;
  destroy(): void;
}

/** What happens on a connection. `onClosed` comes exactly once, also when connecting failed. */
export interface NgClientEvents {
  onOpen(): void;
  onClosed(): void;
  onError(error: Error): void;
}

/**
 * Opens a connection.
 * @param url `tcp://host:port`, `ws://host:port` or `wss://host:port`
 * @param forgetAfterMs when the package forgets a request that was never answered
 * @throws {TypeError} when the URL is of another kind
 */
export function openNgClient(url: string, forgetAfterMs: number, events: NgClientEvents): NgClient {
  const { protocol, hostname, port } = new URL(url);
  if (protocol === 'tcp:' && port !== '') {
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const client = new FramedTcpClient({ hostport: `${host}:${port}`, timeout: forgetAfterMs });
    client.on('error', events.onError);
    client.on('listening', events.onOpen);
    client.socket.setNoDelay(true);
    client.socket.once('close', events.onClosed);
    // A half-open connection is of no use: the reply could never be trusted to arrive.
    client.socket.once('end', () => destroy(client, () => client.socket.destroy()));
    return { send: sender(client), destroy: () => destroy(client, () => client.socket.destroy()) };
  }
  if (protocol === 'ws:' || protocol === 'wss:') {
    const client = new SingleWsClient({ url, timeout: forgetAfterMs });
    client.on('error', events.onError);
    client.on('listening', events.onOpen);
    client.socket.once('close', events.onClosed);
    return {
      send: oneByOne(sender(client)),
      destroy: () => destroy(client, () => client.socket.terminate()),
    };
  }
  throw new TypeError(`a media relay's URL must be tcp://host:port or ws://host:port, not ${url}`);
}

function sender(client: FramedTcpClient | SingleWsClient): NgClient['send'] {
  return (command, parameters) =>
    command === 'ping' || command === 'statistics' ? client[command]() : client[command](parameters);
}

/**
 * rtpengine serves one WebSocket with several threads, which mix the octets of replies that fall due together: with 30
 * requests under way, 26 of 4,500 replies came garbled from version 10.5.3.5. So the next one waits for the last reply.
 */
function oneByOne(send: NgClient['send']): NgClient['send'] {
  let last: Promise<unknown> = Promise.resolve();
  return (command, parameters) => {
    const reply = last.then(() => send(command, parameters));
    last = reply.catch(() => {});
    return reply;
  };
}

/** The package's own timers would keep the process alive after the connection is gone. */
function destroy(client: FramedTcpClient | SingleWsClient, destroySocket: () => void): void {
  for (const timer of client.timers.values()) clearTimeout(timer);
  client.timers.clear();
  client.messages.clear();
  destroySocket();
}
