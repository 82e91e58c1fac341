import { timingSafeEqual } from 'node:crypto';
import type { ApplicationConnection } from './application-connection.ts';
import type { ApplicationRefusal } from './application-socket.ts';
import type { DrachtioContext } from './drachtio-context.ts';
import { type Command, parseCommand } from './meta.ts';
import { proxyFromApplication } from './proxy-command.ts';
import { sipFromApplication } from './sip-command.ts';

export interface CommandOptions {
  /** Null: whoever can connect is trusted (an application in this process). */
  readonly secret: string | null;
  /** Written after `OK` to `authenticate`: addresses, version, local addresses. */
  welcome(): string;
}

const maxTags = 20;

/** Carries out one payload of an application. Returns false when its connection must be closed. */
export function handlePayload(
  context: DrachtioContext,
  connection: ApplicationConnection,
  payload: string,
  options: CommandOptions,
): boolean {
  const command = parseCommand(payload);
  if (command === null) {
    connection.reply(payload.split('|', 1)[0] ?? '', 'NO|Invalid message format');
    return false;
  }
  if (command.type === 'authenticate') return authenticate(context, connection, command, options);
  if (!connection.authenticated) {
    context.log.warn('a command before authenticate', {
      application: connection.name,
      type: command.type.slice(0, 40),
    });
    context.counters.applicationsRefused.add('not authenticated' satisfies ApplicationRefusal);
    connection.reply(command.id, 'NO|not authenticated');
    return false;
  }
  try {
    return carryOut(context, connection, command);
  } catch (error) {
    // One command must not take the calls of all others down with it.
    context.log.error('a command of an application failed', {
      application: connection.name,
      type: command.type,
      error: error instanceof Error ? error : String(error),
    });
    connection.reply(command.id, 'NO|internal error');
    return true;
  }
}

function carryOut(context: DrachtioContext, connection: ApplicationConnection, command: Command): boolean {
  switch (command.type) {
    case 'route':
      context.applications.route((command.tokens[0] ?? '').toLowerCase(), connection);
      connection.reply(command.id, 'OK');
      return true;
    case 'remove_route':
      context.applications.removeRoute((command.tokens[0] ?? '').toLowerCase(), connection);
      connection.reply(command.id, 'OK');
      return true;
    case 'ping':
      connection.reply(command.id, 'OK|pong');
      return true;
    case 'sip':
      return sipFromApplication(context, connection, command);
    case 'proxy':
      proxyFromApplication(context, connection, command);
      return true;
    default:
      connection.reply(command.id, 'NO|Unknown message type');
      return false;
  }
}

function authenticate(
  context: DrachtioContext,
  connection: ApplicationConnection,
  command: Command,
  options: CommandOptions,
): boolean {
  const [secret = '', tags = ''] = command.tokens;
  if (options.secret !== null && !sameText(secret, options.secret)) {
    context.log.warn('an application with a wrong secret', { application: connection.name });
    context.counters.applicationsRefused.add('wrong secret' satisfies ApplicationRefusal);
    connection.reply(command.id, 'NO|incorrect secret');
    return false;
  }
  connection.authenticate(
    tags
      .split(',')
      .filter((tag) => tag !== '')
      .slice(0, maxTags),
  );
  connection.reply(command.id, `OK|${options.welcome()}`);
  context.log.info('an application is connected', { application: connection.name });
  return true;
}

function sameText(given: string, expected: string): boolean {
  const a = Buffer.from(given, 'latin1');
  const b = Buffer.from(expected, 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}
