import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import type { ContactOptions, EngineOptions, WebSocketOptions } from './engine.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface CliOptions {
  readonly engine: Omit<EngineOptions, 'log'>;
  /** WebSocket contacts need an HTTP server of their own when the engine runs alone. */
  readonly webSocketPorts: readonly { readonly host: string; readonly port: number }[];
  readonly logLevel: LogLevel;
}

/** What is wrong with the command line, in a sentence for the person who typed it. */
export class UsageError extends Error {}

export const usage = `sip-engine: a SIP engine for drachtio-srf applications
  -c, --contact URI        address to receive on, repeatable: "sip:*:5060;transport=udp,tcp" (the default),
                           "sip:10.0.0.1:8080;transport=ws"; * is every IPv4 address
      --external-ip HOST   what peers are told instead of the contact's own address (for the contact before it)
      --dns-name NAME      another name of this engine, repeatable
      --address HOST       where applications connect (default 0.0.0.0)
  -p, --port PORT          the port for applications (default 9022)
      --secret SECRET      what applications must know (default cymru)
      --outbound-proxy URI where requests go when nothing else says so
  -l, --loglevel LEVEL     notice, error, warning, info or debug (default info)
  -h, --help               this text
Environment: DRACHTIO_ADMIN_ADDRESS DRACHTIO_ADMIN_TCP_PORT DRACHTIO_SECRET DRACHTIO_LOGLEVEL
DRACHTIO_PRESERVE_HEADER_NAMES. Flags of drachtio-server that have no effect here are accepted and named in the log.`;

/** Flags of drachtio-server that this engine takes without acting on them. */
const ignoredFlags = {
  stdout: 'boolean',
  noconfig: 'boolean',
  daemon: 'boolean',
  'sofia-loglevel': 'string',
  'local-net': 'string',
  'tcp-keepalive-interval': 'string',
  'memory-debug': 'boolean',
  'aggressive-nat-detection': 'boolean',
  'disable-nat-detection': 'boolean',
} as const;

const logLevels: Readonly<Record<string, LogLevel>> = {
  debug: 'debug',
  info: 'info',
  notice: 'info',
  warning: 'warn',
  warn: 'warn',
  error: 'error',
};

/** Null: help was asked for. Throws {@link UsageError}. */
export function parseCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): CliOptions | null {
  const { values, tokens } = parse(args);
  if (values.help === true) return null;
  const contacts = contactsOf(tokens);
  const levelText = values.loglevel ?? env.DRACHTIO_LOGLEVEL ?? 'info';
  const logLevel = logLevels[levelText];
  if (logLevel === undefined) throw new UsageError(`unknown log level ${levelText}`);
  return {
    logLevel,
    webSocketPorts: contacts.webSockets.map(({ host, port }) => ({ host, port })),
    engine: {
      contacts: contacts.sockets,
      webSocket: contacts.webSockets[0]?.advertised,
      admin: {
        host: values.address ?? env.DRACHTIO_ADMIN_ADDRESS ?? '0.0.0.0',
        port: portOf(values.port ?? env.DRACHTIO_ADMIN_TCP_PORT ?? '9022'),
        secret: values.secret ?? env.DRACHTIO_SECRET ?? 'cymru',
      },
      names: values['dns-name'],
      outboundProxy: values['outbound-proxy'],
      preservedHeaderNames: (env.DRACHTIO_PRESERVE_HEADER_NAMES ?? '').split(',').map((name) => name.trim()),
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      tokens: true,
      options: {
        contact: { type: 'string', short: 'c', multiple: true },
        'external-ip': { type: 'string', multiple: true },
        'dns-name': { type: 'string', multiple: true },
        address: { type: 'string' },
        port: { type: 'string', short: 'p' },
        secret: { type: 'string' },
        'outbound-proxy': { type: 'string' },
        loglevel: { type: 'string', short: 'l' },
        help: { type: 'boolean', short: 'h' },
        ...Object.fromEntries(Object.entries(ignoredFlags).map(([name, type]) => [name, { type }])),
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

interface Contacts {
  readonly sockets: ContactOptions[];
  readonly webSockets: {
    readonly host: string;
    readonly port: number;
    readonly advertised: WebSocketOptions;
  }[];
}

type Token = NonNullable<ReturnType<typeof parse>['tokens']>[number];

/** An `--external-ip` belongs to the `--contact` before it. */
function contactsOf(tokens: readonly Token[]): Contacts {
  const given: { uri: string; externalIp?: string }[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined) continue;
    if (token.name === 'contact') given.push({ uri: token.value });
    const last = given.at(-1);
    if (token.name === 'external-ip' && last !== undefined) last.externalIp = token.value;
  }
  const contacts: Contacts = { sockets: [], webSockets: [] };
  if (given.length === 0) given.push({ uri: 'sip:*;transport=udp,tcp' });
  for (const { uri, externalIp } of given) addContact(contacts, uri, externalIp);
  return contacts;
}

function addContact(contacts: Contacts, text: string, externalIp: string | undefined): void {
  const match = /^sips?:(\*|\[[^\]]+\]|[^:;]+)(?::(\d+))?(?:;(.*))?$/.exec(text);
  const host = match?.[1];
  if (host === undefined) throw new UsageError(`not a contact: ${text}`);
  const port = match?.[2] === undefined ? 5060 : portOf(match[2]);
  const transports = /(?:^|;)transport=([^;]*)/.exec(match?.[3] ?? '')?.[1] ?? 'udp,tcp';
  const hosts = host === '*' ? ipv4Addresses() : [host.replace(/^\[|\]$/g, '')];
  for (const each of hosts) {
    for (const transport of transports.toLowerCase().split(',')) {
      if (transport === 'udp' || transport === 'tcp') {
        contacts.sockets.push({ protocol: transport, host: each, port, advertisedHost: externalIp });
      } else if (transport === 'ws') {
        const advertised = { advertisedHost: externalIp ?? each, advertisedPort: port, secure: false };
        contacts.webSockets.push({ host: each, port, advertised });
      } else throw new UsageError(`the transport ${transport} is not available: ${text}`);
    }
  }
}

function ipv4Addresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter(({ family }) => family === 'IPv4').map(({ address }) => address),
  );
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError(`not a port: ${text}`);
  return port;
}
