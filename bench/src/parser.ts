// `npm run bench -- parser`: what one SIP message costs our parser, beside those of drachtio-srf and SIP.js.
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseNameAddr } from '@tandem/sip-engine/name-addr';
import { parseMessage } from '@tandem/sip-engine/parse';
import { serialize } from '@tandem/sip-engine/serialize';
import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import { Parser as SipJsParser } from 'sip.js/lib/core/messages/parser.js';
import { z } from 'zod';
import { messages } from './parser-messages.ts';

/** For the compiler, and of each of the plays, of which the least counts: other work on the machine only adds. */
const WARM_UP_MS = 400;
const PLAY_MS = 150;
const PLAYS = 4;
/** So few calls that the collector does not run between two looks at the heap; the median of the looks counts. */
const CALLS_A_LOOK = 10;
const LOOKS = 15;
const COMMON_HEADERS = ['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Contact', 'Content-Length'] as const;

setFlagsFromString('--expose-gc');
const collectGarbage = z.function().parse(runInNewContext('gc'));

interface Subject {
  readonly name: string;
  /** A message as it comes from the socket, to what the library makes of it. */
  parse(bytes: Buffer): unknown;
  /** The same, and what every server looks at: the headers above, From and To taken apart. */
  parseAndRead(bytes: Buffer): unknown;
  /** Writes a message that was parsed before; null when the library has no such thing. */
  readonly serializer: ((bytes: Buffer) => () => unknown) | null;
}

function parsed(bytes: Buffer) {
  const result = parseMessage(bytes, { stream: false });
  if (!result.ok) throw new Error(`a message of the benchmark is refused: ${result.reason}`);
  return result.message;
}

const tandem: Subject = {
  name: 'Tandem',
  parse: parsed,
  parseAndRead(bytes) {
    const { headers } = parsed(bytes);
    const read = COMMON_HEADERS.map((name) => headers.get(name));
    return [read, parseNameAddr(headers.get('From') ?? ''), parseNameAddr(headers.get('To') ?? '')];
  },
  serializer(bytes) {
    const message = parsed(bytes);
    return () => serialize(message);
  },
};

interface SrfMessage {
  get(name: string): unknown;
  getParsedHeader(name: string): unknown;
}
type SrfMessageClass = new (text: string) => SrfMessage;

const isMessageClass = (value: unknown): value is SrfMessageClass => typeof value === 'function';

function srfMessageClass(): SrfMessageClass {
  const found: unknown = createRequire(import.meta.url)('drachtio-srf/lib/sip-parser/message.js');
  if (!isMessageClass(found)) throw new Error('drachtio-srf has no parser where it was');
  return found;
}

const SrfMessage = srfMessageClass();
const drachtio: Subject = {
  name: 'drachtio-srf',
  parse: (bytes) => new SrfMessage(bytes.toString()),
  parseAndRead(bytes) {
    const message = new SrfMessage(bytes.toString());
    const read = COMMON_HEADERS.map((name) => message.get(name));
    return [read, message.getParsedHeader('From'), message.getParsedHeader('To')];
  },
  serializer(bytes) {
    const message = new SrfMessage(bytes.toString());
    return () => Buffer.from(String(message));
  },
};

const loggers = new LoggerFactory();
loggers.builtinEnabled = false;
const logger = loggers.getLogger('bench');
const sipJs: Subject = {
  name: 'SIP.js',
  parse: (bytes) => SipJsParser.parseMessage(bytes.toString(), logger),
  parseAndRead(bytes) {
    const message = SipJsParser.parseMessage(bytes.toString(), logger);
    if (message === undefined) return undefined;
    return [COMMON_HEADERS.map((name) => message.getHeader(name)), message.from, message.to];
  },
  serializer: null,
};

/** Microseconds of CPU for one call, garbage collection included. */
function measured(step: () => unknown): number {
  const runFor = (durationMs: number): number => {
    const startMs = performance.now();
    const before = process.cpuUsage();
    let calls = 0;
    while (performance.now() - startMs < durationMs) {
      for (let call = 0; call < 10; call += 1) step();
      calls += 10;
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / calls;
  };
  runFor(WARM_UP_MS);
  return Math.min(...Array.from({ length: PLAYS }, () => runFor(PLAY_MS)));
}

/** Octets that one call allocates, on the heap and in buffers. */
function allocated(step: () => unknown): number {
  const held = (): number => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const looks = Array.from({ length: LOOKS }, () => {
    collectGarbage();
    const before = held();
    for (let call = 0; call < CALLS_A_LOOK; call += 1) step();
    return (held() - before) / CALLS_A_LOOK;
  });
  return looks.sort((a, b) => a - b)[LOOKS >> 1] ?? 0;
}

function succeeds(step: () => unknown): boolean {
  try {
    return step() !== undefined;
  } catch {
    return false;
  }
}

function row(subject: string, message: string, work: string, step: () => unknown): void {
  if (!succeeds(step)) {
    console.log(`${subject.padEnd(13)}  ${message.padEnd(9)}  ${work.padEnd(15)}  does not read it`);
    return;
  }
  const us = measured(step);
  const columns = [
    subject.padEnd(13),
    message.padEnd(9),
    work.padEnd(15),
    `${us.toFixed(1).padStart(7)} µs`,
    `${Math.round(1e6 / us)
      .toLocaleString('en')
      .padStart(9)}/s`,
    `${Math.round(allocated(step)).toLocaleString('en').padStart(8)} B`,
  ];
  console.log(columns.join('  '));
}

console.log(`Node ${process.versions.node}; one thread, each figure the least of ${PLAYS} after a warm-up\n`);
for (const [kind, bytes] of Object.entries(messages)) {
  for (const subject of [tandem, drachtio, sipJs]) {
    row(subject.name, kind, 'parse', () => subject.parse(bytes));
    row(subject.name, kind, 'parse and read', () => subject.parseAndRead(bytes));
    const { serializer } = subject;
    if (serializer && succeeds(() => subject.parse(bytes)))
      row(subject.name, kind, 'serialize', serializer(bytes));
  }
  console.log('');
}
