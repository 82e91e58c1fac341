import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import {
  answerTo,
  type DnsAnswer,
  type DnsQuestion,
  encodeQuestion,
  type RecordKind,
} from './dns-message.ts';
import type { NameServer } from './name-servers.ts';

/**
 * Asks one name server, by UDP and, when the answer does not fit there, by TCP. The id is drawn anew each time, and so
 * is the port, by the kernel; what does not come from the server or answers another question is passed over.
 * Rejects when it is silent for `timeoutMs`, cannot be reached, or will not answer.
 */
export async function askNameServer(
  server: NameServer,
  kind: RecordKind,
  name: string,
  timeoutMs: number,
): Promise<DnsAnswer> {
  const question = { kind, name, id: randomInt(0x1_0000) };
  const byUdp = await exchange(server, name, timeoutMs, (done) => askByUdp(server, question, done));
  const answer = byUdp.truncated
    ? await exchange(server, name, timeoutMs, (done) => askByTcp(server, question, done))
    : byUdp;
  if (!answer.usable) throw new Error(`${server.address} does not answer for ${name}`);
  return answer;
}

/** One of both is called, once or more; only the first counts. */
interface Done {
  answered(answer: DnsAnswer): void;
  failed(error: Error): void;
}

/** @param ask sends the question and returns what frees its socket */
function exchange(
  { address }: NameServer,
  name: string,
  timeoutMs: number,
  ask: (done: Done) => () => void,
): Promise<DnsAnswer> {
  return new Promise<DnsAnswer>((resolve, reject) => {
    let over = false;
    const end = (settle: () => void): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      free();
      settle();
    };
    const timer = setTimeout(
      () => end(() => reject(new Error(`${address} did not answer for ${name} within ${timeoutMs} ms`))),
      timeoutMs,
    );
    const free = ask({
      answered: (answer) => end(() => resolve(answer)),
      failed: (error) => end(() => reject(error)),
    });
  });
}

function askByUdp({ address, port }: NameServer, question: DnsQuestion, done: Done): () => void {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('error', done.failed);
  socket.on('message', (bytes) => {
    const answer = answerTo(question, bytes);
    if (answer !== null) done.answered(answer);
  });
  // Connected: the kernel drops what others send, and tells at once that nobody listens there.
  socket.connect(port, address, (error?: Error) => {
    if (error === undefined) socket.send(encodeQuestion(question), (failed) => failed && done.failed(failed));
  });
  return () => socket.close();
}

/** A message has two octets of length before it (RFC 1035 §4.2.2). */
function askByTcp({ address, port }: NameServer, question: DnsQuestion, done: Done): () => void {
  const socket = connect(port, address);
  let received: Buffer = Buffer.alloc(0);
  socket.on('connect', () => {
    const bytes = encodeQuestion(question);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    socket.write(Buffer.concat([length, bytes]));
  });
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
    const answer = answerTo(question, received.subarray(2, 2 + received.readUInt16BE(0)));
    if (answer !== null && !answer.truncated) done.answered(answer);
    else done.failed(new Error(`${address} sent something else than an answer for ${question.name}`));
  });
  socket.on('error', done.failed);
  socket.on('close', () => done.failed(new Error(`${address} closed the connection`)));
  return () => socket.destroy();
}
