import type { SipMessage } from '../message/message.ts';
import { detectContentType, type SparseMessage, sparseValue } from './header-rules.ts';

export interface RequestLine {
  readonly method: string;
  readonly uri: string;
}

export function requestLine(startLine: string): RequestLine | null {
  const match = /^([A-Za-z0-9\-.!%*_+`'~]+) (\S+)(?: SIP\/2\.0)?$/.exec(startLine);
  const method = match?.[1];
  const uri = match?.[2];
  return method === undefined || uri === undefined ? null : { method, uri };
}

export function cseqOf(sparse: SparseMessage): number | undefined {
  const number = Number.parseInt(sparseValue(sparse, 'cseq') ?? '', 10);
  return Number.isNaN(number) ? undefined : number;
}

export function contentTypeOf(sparse: SparseMessage): string | undefined {
  return sparseValue(sparse, 'content-type') ?? detectContentType(sparse.body);
}

/** Gives a message the body, and the type that it looks like when none is said. */
export function withBody<Message extends SipMessage>(message: Message, sparse: SparseMessage): Message {
  message.body = sparse.body;
  const type =
    sparse.body.length > 0 && !message.headers.has('Content-Type')
      ? detectContentType(sparse.body)
      : undefined;
  if (type !== undefined) message.headers.append('Content-Type', type);
  return message;
}
