import winston from 'winston';
import type { Log, LogFields } from './log.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'];

/** Field names whose values never reach a log, whoever passes them. */
const SECRET = /password|secret|token|authorization|credential|ha1/i;

/**
 * The running system's log on standard error.
 * @param level the least severe level that is written
 * @param format JSON lines, or lines for a person
 */
export function createWinstonLog(
  level: string,
  format: 'json' | 'pretty',
  stream?: NodeJS.WritableStream,
): Log {
  const { combine, timestamp, json, printf } = winston.format;
  const logger = winston.createLogger({
    level,
    format: combine(timestamp(), format === 'json' ? json() : printf(prettyLine)),
    transports: [new winston.transports.Stream({ stream: stream ?? process.stderr })],
  });
  return new WinstonLog(logger, new Set(LEVELS.filter((each) => logger.isLevelEnabled(each))), {}, null);
}

/** Each call has several logs of its own, most of which never write: what a line carries is gathered when it is written. */
class WinstonLog implements Log {
  readonly #logger: winston.Logger;
  readonly #enabled: ReadonlySet<string>;
  readonly #fields: LogFields;
  readonly #parent: WinstonLog | null;

  constructor(
    logger: winston.Logger,
    enabled: ReadonlySet<string>,
    fields: LogFields,
    parent: WinstonLog | null,
  ) {
    this.#logger = logger;
    this.#enabled = enabled;
    this.#fields = fields;
    this.#parent = parent;
  }

  debug(message: string, fields?: LogFields): void {
    this.#write('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#write('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#write('error', message, fields);
  }

  child(fields: LogFields): Log {
    return new WinstonLog(this.#logger, this.#enabled, fields, this);
  }

  #write(level: string, message: string, fields: LogFields | undefined): void {
    if (!this.#enabled.has(level)) return;
    this.#logger.log({ ...safe({ ...this.#context(), ...fields }), level, message });
  }

  #context(): LogFields {
    return this.#parent === null ? this.#fields : { ...this.#parent.#context(), ...this.#fields };
  }
}

function safe(fields: LogFields): Record<string, string | number | boolean | null> {
  const result: Record<string, string | number | boolean | null> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (SECRET.test(key)) result[key] = '[hidden]';
    else if (value instanceof Error) {
      result[key] = value.message;
      if (value.stack) result[`${key}Stack`] = value.stack;
    } else result[key] = value;
  }
  return result;
}

const COLOURS: Record<string, string> = { error: '31', warn: '33', info: '32', debug: '90' };

function prettyLine({ timestamp, level, message, ...fields }: winston.Logform.TransformableInfo): string {
  const details = Object.entries(fields)
    .filter(([key]) => !key.endsWith('Stack'))
    .map(([key, value]) => `${key}=${printable(value)}`);
  const time = String(timestamp).slice(11, 23);
  const head = `\u001b[90m${time}\u001b[0m \u001b[${COLOURS[level] ?? '0'}m${level.padEnd(5)}\u001b[0m ${printable(message)}`;
  return [head, details.length > 0 ? `\u001b[90m${details.join(' ')}\u001b[0m` : '']
    .filter(Boolean)
    .join('  ');
}

/** Control characters from the network would let a peer write false lines into a terminal. */
const printable = (value: unknown): string =>
  String(value).replace(/\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
