import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { z } from 'zod';
import type { SipRequest } from '../message/message.ts';
import { parseNameAddr } from '../message/name-addr.ts';
import { serialize } from '../message/serialize.ts';
import { parseUri } from '../message/uri.ts';
import type { Flow } from '../transport/flow.ts';

/** Where new requests of a method go instead of to the applications that are connected. */
export interface RequestHandler {
  /** A SIP method in capitals, or `*` for all. */
  readonly method: string;
  /** `http(s)://…` is asked where each request goes; `tcp://host:port` or `tls://host:port` is where it goes. */
  readonly url: string;
  /** Default GET; POST sends the SIP message along. */
  readonly httpMethod?: 'GET' | 'POST' | undefined;
  /** Whether the certificate of an `https:` URL must be valid; default true. */
  readonly verifyPeer?: boolean | undefined;
}

const uriList = z.union([z.string(), z.array(z.string()).min(1)]).transform((uris) => [uris].flat());
const delay = z.string().regex(/^\d{1,7}(ms|s)$/);

/** What an HTTP server may answer. */
const decisionSchema = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('reject'),
    data: z.object({ status: z.int().min(300).max(699), reason: z.string().max(200).optional() }),
  }),
  z.object({ action: z.literal('redirect'), data: z.object({ contact: uriList }) }),
  z.object({
    action: z.literal('proxy'),
    data: z.object({
      destination: uriList,
      recordRoute: z.boolean().default(false),
      followRedirects: z.boolean().default(true),
      simultaneous: z.boolean().default(false),
      provisionalTimeout: delay.default('5s'),
      finalTimeout: delay.default('60s'),
    }),
  }),
  z.object({
    action: z.literal('route'),
    data: z.union([z.object({ uri: z.string() }), z.object({ tag: z.string() })]),
  }),
]);

export type HandlerDecision = z.infer<typeof decisionSchema>;

const connectTimeoutMs = 2_000;
const totalTimeoutMs = 3_000;
const maxAnswerBytes = 64 * 1024;

/** The handler of a method: one of its own before `*`. */
export function handlerFor(handlers: readonly RequestHandler[], method: string): RequestHandler | null {
  return (
    handlers.find((handler) => handler.method === method) ??
    handlers.find((handler) => handler.method === '*') ??
    null
  );
}

/** Asks where a request goes. Rejects when there is no answer within 3 s, or none that can be understood. */
export async function askHandler(
  handler: RequestHandler,
  request: SipRequest,
  flow: Flow,
): Promise<HandlerDecision> {
  if (/^(tcp|tls):/i.test(handler.url)) return { action: 'route', data: { uri: handler.url } };
  const text = await fetchText(handler, queryOf(request, flow), request);
  const decision = decisionSchema.safeParse(JSON.parse(text));
  if (!decision.success) throw new Error(`not a decision: ${z.prettifyError(decision.error)}`);
  return decision.data;
}

/** What the question says about the request (drachtio-server's names). */
function queryOf(request: SipRequest, flow: Flow): URLSearchParams {
  const uri = parseUri(request.uri);
  const userOf = (header: string): string =>
    parseUri(parseNameAddr(request.headers.get(header) ?? '')?.uri ?? '')?.user ?? '';
  const pairs: [string, string][] = [
    ['method', request.method],
    ['domain', uri?.host ?? ''],
    ['protocol', flow.protocol],
    ['source_address', flow.remoteAddress],
    ['fromUser', userOf('From')],
    ['toUser', userOf('To')],
    ['uriUser', uri?.user ?? ''],
    ['contentType', request.headers.get('Content-Type') ?? ''],
    ['uri', request.uri],
  ];
  for (const [name, value] of uri?.params ?? []) pairs.push([name, value ?? '']);
  return new URLSearchParams(
    pairs.map(([name, value]): [string, string] => [name, Buffer.from(value, 'latin1').toString()]),
  );
}

function fetchText(handler: RequestHandler, query: URLSearchParams, request: SipRequest): Promise<string> {
  const url = new URL(handler.url);
  for (const [name, value] of query) url.searchParams.append(name, value);
  const post = handler.httpMethod === 'POST';
  const start = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const asking = start(url, {
      method: post ? 'POST' : 'GET',
      headers: { accept: 'application/json', ...(post ? { 'content-type': 'text/plain' } : {}) },
      rejectUnauthorized: handler.verifyPeer ?? true,
      signal: AbortSignal.timeout(totalTimeoutMs),
    });
    const connecting = setTimeout(
      () => asking.destroy(new Error('no connection within 2 s')),
      connectTimeoutMs,
    );
    asking.on('socket', (socket) => {
      if (!socket.connecting) clearTimeout(connecting);
      socket.once('connect', () => clearTimeout(connecting));
    });
    asking.on('close', () => clearTimeout(connecting));
    asking.on('error', reject);
    asking.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxAnswerBytes)
          asking.destroy(new Error(`an answer of more than ${maxAnswerBytes} bytes`));
        else chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString());
        else reject(new Error(`HTTP status ${response.statusCode}`));
      });
    });
    asking.end(post ? serialize(request) : undefined);
  });
}
