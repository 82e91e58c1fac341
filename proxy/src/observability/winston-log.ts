import winston from 'winston';
import type { Log, LogFields } from './log.ts';

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
  return wrap(logger, {});
}

function wrap(logger: winston.Logger, context: LogFields): Log {
  const write = (level: string) => (message: string, fields?: LogFields) => {
    if (logger.isLevelEnabled(level)) logger.log({ ...safe({ ...context, ...fields }), level, message });
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(logger, { ...context, ...fields }),
  };
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
