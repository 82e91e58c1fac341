import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import type { ContactOptions, EngineOptions, TlsSettings } from './engine.ts';
import { networks } from './transport/bound-address.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface CliOptions {
  readonly engine: Omit<EngineOptions, 'log'>;
  readonly logLevel: LogLevel;
}

/** What is wrong with the command line, in a sentence for the person who typed it. */
export class UsageError extends Error {}

export const usage = `sip-engine: a SIP engine for drachtio-srf applications
  -c, --contact URI        address to receive on, repeatable: "sip:*:5060;transport=udp,tcp" (the default),
                           "sip:10.0.0.1:8080;transport=ws", "sips:[::1];transport=tls" or wss;
                           * is every IPv4 address
      --external-ip HOST   what peers are told instead of the contact's own address (for the contact before it)
      --local-net NETWORK  10.0.0.0/8, say: peers in it are told the contact's own address (for the contact before it)
      --cert-file FILE     certificate for tls and wss (PEM), with its chain or without
      --key-file FILE      its key
      --chain-file FILE    its chain, when that is not in the certificate's file
      --ca-file FILE       who may sign the certificates of peers (default: the usual authorities)
      --dh-param FILE      for DHE ciphers
      --tls-min-version V  1.2 (default) or 1.3
      --tls-cipherlist L   an OpenSSL cipher list
      --client-certs RULE  ignored (default), asked or required
      --no-verify-servers  connect to TLS servers whatever their certificate says
      --allowed-origin O   web pages that may connect to ws and wss, repeatable: https://example.com, same-host or *
                           (the default)
      --dns-name NAME      another name of this engine, repeatable
      --address HOST       where applications connect (default 0.0.0.0)
  -p, --port PORT          the port for applications (default 9022)
      --secret SECRET      what applications must know (default cymru)
      --outbound-proxy URI where requests go when nothing else says so
  -l, --loglevel LEVEL     notice, error, warning, info or debug (default info)
  -h, --help               this text
Environment: DRACHTIO_ADMIN_ADDRESS DRACHTIO_ADMIN_TCP_PORT DRACHTIO_SECRET DRACHTIO_LOGLEVEL
DRACHTIO_PRESERVE_HEADER_NAMES, DRACHTIO_TLS_CERT_FILE _KEY_FILE _CHAIN_FILE _DH_PARAM_FILE, DRACHTIO_MIN_TLS_VERSION,
DRACHTIO_TLS_CIPHER_LIST, DRACHTIO_TLS_VERIFY_CLIENT_CERT=1. SIGHUP reads the certificate again. Flags of drachtio-server that have no effect here are accepted and named in the log.`;

/** Flags of drachtio-server that this engine takes without acting on them. */
const ignoredFlags = {
  stdout: 'boolean',
  noconfig: 'boolean',
  daemon: 'boolean',
  'sofia-loglevel': 'string',
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
  const contacts = contactsOf(tokens, values['allowed-origin'] ?? ['*'], tlsOf(values, env));
  const levelText = values.loglevel ?? env.DRACHTIO_LOGLEVEL ?? 'info';
  const logLevel = logLevels[levelText];
  if (logLevel === undefined) throw new UsageError(`unknown log level ${levelText}`);
  return {
    logLevel,
    engine: {
      contacts,
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
        'local-net': { type: 'string', multiple: true },
        'dns-name': { type: 'string', multiple: true },
        'cert-file': { type: 'string' },
        'key-file': { type: 'string' },
        'chain-file': { type: 'string' },
        'ca-file': { type: 'string' },
        'dh-param': { type: 'string' },
        'tls-min-version': { type: 'string' },
        'tls-cipherlist': { type: 'string' },
        'client-certs': { type: 'string' },
        'no-verify-servers': { type: 'boolean' },
        'allowed-origin': { type: 'string', multiple: true },
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

type Parsed = ReturnType<typeof parse>;
type Token = NonNullable<Parsed['tokens']>[number];

interface GivenContact {
  readonly uri: string;
  externalIp?: string;
  readonly localNets: string[];
}

/** `--external-ip` and `--local-net` belong to the `--contact` before them. */
function contactsOf(
  tokens: readonly Token[],
  allowedOrigins: readonly string[],
  tls: TlsSettings | undefined,
): ContactOptions[] {
  const given: GivenContact[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined) continue;
    if (token.name === 'contact') given.push({ uri: token.value, localNets: [] });
    const last = given.at(-1);
    if (token.name === 'external-ip' && last !== undefined) last.externalIp = token.value;
    if (token.name === 'local-net') last?.localNets.push(networkOf(token.value));
  }
  if (given.length === 0) given.push({ uri: 'sip:*;transport=udp,tcp', localNets: [] });
  return given.flatMap((contact) =>
    listenersOf(contact).map((listener) => {
      const secure = listener.protocol === 'tls' || listener.protocol === 'wss';
      if (secure && tls === undefined)
        throw new UsageError(`${contact.uri} needs --cert-file and --key-file`);
      const web = listener.protocol === 'ws' || listener.protocol === 'wss';
      return { ...listener, ...(secure ? { tls } : {}), ...(web ? { allowedOrigins } : {}) };
    }),
  );
}

const portsByTransport = { udp: 5060, tcp: 5060, tls: 5061, ws: 80, wss: 443 } as const;

function isTransport(name: string): name is keyof typeof portsByTransport {
  return Object.hasOwn(portsByTransport, name);
}

function listenersOf({ uri, externalIp, localNets }: GivenContact): ContactOptions[] {
  const match = /^(sips?):(\*|\[[^\]]+\]|[^:;]+)(?::(\d+))?(?:;(.*))?$/.exec(uri);
  const host = match?.[2];
  if (host === undefined) throw new UsageError(`not a contact: ${uri}`);
  const usual = match?.[1] === 'sips' ? 'tls' : 'udp,tcp';
  const transports = /(?:^|;)transport=([^;]*)/.exec(match?.[4] ?? '')?.[1] ?? usual;
  const hosts = host === '*' ? ipv4Addresses() : [host.replace(/^\[|\]$/g, '')];
  const names = transports.toLowerCase().split(',');
  return hosts.flatMap((each) =>
    names.map((protocol) => {
      if (!isTransport(protocol)) throw new UsageError(`the transport ${protocol} is not available: ${uri}`);
      const port = match?.[3] === undefined ? portsByTransport[protocol] : portOf(match[3]);
      const nat = localNets.length === 0 ? {} : { localNetworks: localNets };
      return { protocol, host: each, port, advertisedHost: externalIp, ...nat };
    }),
  );
}

function networkOf(text: string): string {
  try {
    networks([text]);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return text;
}

/** Undefined when no certificate is named. */
function tlsOf(values: Parsed['values'], env: NodeJS.ProcessEnv): TlsSettings | undefined {
  const certFile = values['cert-file'] ?? env.DRACHTIO_TLS_CERT_FILE;
  const keyFile = values['key-file'] ?? env.DRACHTIO_TLS_KEY_FILE;
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined)
    throw new UsageError('--cert-file and --key-file belong together');
  return {
    certFile,
    keyFile,
    chainFile: values['chain-file'] ?? env.DRACHTIO_TLS_CHAIN_FILE,
    caFile: values['ca-file'],
    dhParamFile: values['dh-param'] ?? env.DRACHTIO_TLS_DH_PARAM_FILE,
    minVersion: tlsVersionOf(values['tls-min-version'] ?? env.DRACHTIO_MIN_TLS_VERSION ?? '1.2'),
    ciphers: values['tls-cipherlist'] ?? env.DRACHTIO_TLS_CIPHER_LIST,
    clientCertificates: clientRuleOf(
      values['client-certs'] ?? (env.DRACHTIO_TLS_VERIFY_CLIENT_CERT === '1' ? 'required' : 'ignored'),
    ),
    verifyServers: values['no-verify-servers'] !== true,
  };
}

/** drachtio-server takes `1.2` and `tlsv1.2`; below 1.2 nothing is offered here. */
function tlsVersionOf(text: string): 'TLSv1.2' | 'TLSv1.3' {
  const version = /^(?:tlsv)?(1(?:\.[0-3])?)$/i.exec(text)?.[1];
  if (version === undefined) throw new UsageError(`not a TLS version: ${text}`);
  return version === '1.3' ? 'TLSv1.3' : 'TLSv1.2';
}

function clientRuleOf(rule: string): 'ignored' | 'asked' | 'required' {
  if (rule === 'ignored' || rule === 'asked' || rule === 'required') return rule;
  throw new UsageError(`--client-certs is ignored, asked or required, not ${rule}`);
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
