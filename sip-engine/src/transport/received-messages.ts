import type { EngineLog } from '../engine-log.ts';
import { type ParseFailure, parseMessage } from '../message/parse.ts';
import { aliasPort } from './connection-reuse.ts';
import type { ConnectionTable } from './connection-table.ts';
import type { Flow } from './flow.ts';
import { stampVia } from './incoming.ts';
import { refusalOf } from './refusal.ts';
import type { TransportHandlers } from './transport-options.ts';

/** What received messages need of the transports. */
interface ReceivedMessagesPorts {
  readonly handlers: TransportHandlers;
  readonly log: EngineLog;
  readonly connections: ConnectionTable;
  /** The flow to another port of the same remote address. */
  sibling(flow: Flow, remotePort: number): Flow;
}

/** Octets from any socket: what is a message goes up, what is none is refused where it came from. */
export class ReceivedMessages {
  readonly #ports: ReceivedMessagesPorts;
  /** Totals since the start. */
  readonly counts = { parseFailures: 0, handlerErrors: 0 };

  constructor(ports: ReceivedMessagesPorts) {
    this.#ports = ports;
  }

  /** @param stream they come from a connection whose framing was by Content-Length */
  bytes(bytes: Buffer, flow: Flow, stream: boolean): void {
    try {
      this.#handle(bytes, flow, stream);
    } catch (error) {
      // One message must not take the others down with it, whether it is handled or refused.
      this.counts.handlerErrors += 1;
      this.#ports.log.error('message handling failed', {
        error: error instanceof Error ? error : String(error),
      });
    }
  }

  /** What no message could be told apart in. */
  unframed(bytes: Buffer, status: ParseFailure['status'], reason: string, flow: Flow): void {
    const parsed = parseMessage(bytes, { stream: true });
    const request = parsed.ok
      ? parsed.message.kind === 'request'
        ? parsed.message
        : undefined
      : parsed.request;
    // Only the parser knows that another status than 400 says it better.
    const defect = parsed.ok || parsed.status === 400 ? { status, reason } : parsed;
    const why = { status: defect.status, reason: defect.reason };
    this.#refuse({ ok: false, ...why, fatal: true, request }, flow, bytes);
  }

  #handle(bytes: Buffer, flow: Flow, stream: boolean): void {
    const parsed = parseMessage(bytes, { stream });
    if (!parsed.ok) {
      this.#refuse(parsed, flow, bytes);
      if (parsed.fatal && stream) flow.close(parsed.reason);
      return;
    }
    const { message } = parsed;
    if (message.kind === 'request') {
      stampVia(message, flow);
      const port = aliasPort(message, flow);
      if (port !== null) this.#ports.connections.alias(flow, port);
    }
    this.#ports.handlers.onMessage(message, flow, bytes);
  }

  #refuse(failure: ParseFailure, flow: Flow, bytes: Buffer): void {
    this.counts.parseFailures += 1;
    const { handlers, log } = this.#ports;
    handlers.onRefused?.(bytes, flow, failure.request?.headers.get('Call-ID') ?? '');
    log.debug('message refused', {
      reason: failure.reason,
      status: failure.status,
      protocol: flow.protocol,
      remote: flow.remoteAddress,
      port: flow.remotePort,
    });
    const answer = refusalOf(failure, flow);
    if (answer === null) return;
    const { sentByPort } = answer;
    const replyFlow = flow.reliable || sentByPort === null ? flow : this.#ports.sibling(flow, sentByPort);
    replyFlow.send(answer.bytes);
  }
}
