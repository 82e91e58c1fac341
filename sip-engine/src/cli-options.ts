import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import { ignoredFlags, readVariables } from './cli-usage.ts';
import type { AdminOptions } from './drachtio/applications.ts';
import type { RequestHandler } from './drachtio/request-handler.ts';
import type { ContactOptions, EngineOptions, TlsSettings } from './engine.ts';
import { asNetwork, networks } from './transport/bound-address.ts';
import type { HepOptions } from './watch/hep-sender.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface CliOptions {
  readonly engine: Omit<EngineOptions, 'log'>;
  readonly logLevel: LogLevel;
  /** Where Prometheus finds the metrics; null: nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** Flags and variables of drachtio-server that were given and do nothing here. */
  readonly ignored: readonly string[];
}

/** What is wrong with the command line, in a sentence for the person who typed it. */
export class UsageError extends Error {}

const logLevels: Readonly<Record<string, LogLevel>> = {
  debug: 'debug',
  info: 'info',
  notice: 'info',
  warning: 'warn',
  warn: 'warn',
  error: 'error',
};

/** A word: only that text was asked for. Throws {@link UsageError}. */
export function parseCommandLine(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): CliOptions | 'help' | 'version' {
  const { values, tokens } = parse(args);
  if (values.help === true) return 'help';
  if (values.version === true) return 'version';
  const tls = tlsOf(values, env);
  const contacts = contactsOf(tokens, values['allowed-origin'] ?? ['*'], tls);
  const mtu = values.mtu ?? env.DRACHTIO_UDP_MTU;
  const levelText = values.loglevel ?? env.DRACHTIO_LOGLEVEL ?? 'info';
  const logLevel = logLevels[levelText];
  if (logLevel === undefined) throw new UsageError(`unknown log level ${levelText}`);
  return {
    logLevel,
    metrics: metricsOf(values['prometheus-scrape-port'] ?? env.DRACHTIO_PROMETHEUS_SCRAPE_PORT),
    ignored: [...ignoredFlagsOf(tokens), ...ignoredVariablesOf(env)],
    engine: {
      contacts,
      admin: adminOf(values, env, tls),
      requestHandlers: handlersOf(values, env),
      hep: hepOf(values, env),
      rules: {
        alwaysSend180: values['always-send-180'] === true,
        answerOptionsOf:
          values['user-agent-options-auto-respond'] ?? env.DRACHTIO_USER_AGENT_OPTIONS_AUTO_RESPOND,
        refuseRegisterWithoutRealm:
          values['reject-register-with-no-realm'] === true ||
          env.DRACHTIO_REJECT_REGISTER_WITH_NO_REALM === '1',
      },
      maxUdpRequestBytes: mtu === undefined ? undefined : bytesOf(mtu),
      connections: connectionsOf(values),
      nextTargetAfterMs:
        values['next-target-after'] === undefined ? undefined : delayMsOf(values['next-target-after']),
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
        'external-ip': { type: 'string', short: 'x', multiple: true },
        'local-net': { type: 'string', short: 'n', multiple: true },
        'dns-name': { type: 'string', multiple: true },
        'cert-file': { type: 'string', short: 'B' },
        'key-file': { type: 'string', short: 'A' },
        'chain-file': { type: 'string', short: 'C' },
        'ca-file': { type: 'string' },
        'dh-param': { type: 'string', short: 'G' },
        'tls-min-version': { type: 'string' },
        'min-tls-version': { type: 'string' },
        'tls-cipherlist': { type: 'string' },
        'client-certs': { type: 'string' },
        'no-verify-servers': { type: 'boolean' },
        'allowed-origin': { type: 'string', multiple: true },
        address: { type: 'string', short: 'E' },
        port: { type: 'string', short: 'p' },
        secret: { type: 'string', short: 'F' },
        'tls-port': { type: 'string' },
        'tcp-keepalive-interval': { type: 'string' },
        'http-handler': { type: 'string', short: 'a' },
        'http-method': { type: 'string', short: 'm' },
        'no-verify-handler': { type: 'boolean' },
        homer: { type: 'string', short: 'y' },
        'homer-id': { type: 'string', short: 'z' },
        'prometheus-scrape-port': { type: 'string' },
        'always-send-180': { type: 'boolean' },
        'user-agent-options-auto-respond': { type: 'string' },
        'reject-register-with-no-realm': { type: 'boolean' },
        mtu: { type: 'string', short: 'D' },
        'next-target-after': { type: 'string' },
        'max-connections-per-address': { type: 'string' },
        'uncapped-address': { type: 'string', multiple: true },
        'outbound-proxy': { type: 'string' },
        loglevel: { type: 'string', short: 'l' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        ...ignoredFlags,
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Parsed = ReturnType<typeof parse>;
type Token = NonNullable<Parsed['tokens']>[number];

function ignoredFlagsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) =>
    token.kind === 'option' && Object.hasOwn(ignoredFlags, token.name) ? [`--${token.name}`] : [],
  );
}

function ignoredVariablesOf(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env).filter((name) => name.startsWith('DRACHTIO_') && !readVariables.has(name));
}

interface GivenContact {
  readonly uri: string;
  externalIp?: string;
  readonly localNets: string[];
}

/** The port that applications connect to, and the one inside TLS if there is one. */
function adminOf(
  values: Parsed['values'],
  env: NodeJS.ProcessEnv,
  tls: TlsSettings | undefined,
): AdminOptions {
  const tlsPort = values['tls-port'] ?? env.DRACHTIO_ADMIN_TLS_PORT;
  const keepAlive = values['tcp-keepalive-interval'] ?? env.DRACHTIO_TCP_KEEPALIVE_INTERVAL;
  return {
    host: values.address ?? env.DRACHTIO_ADMIN_ADDRESS ?? '0.0.0.0',
    port: portOf(values.port ?? env.DRACHTIO_ADMIN_TCP_PORT ?? '9022'),
    secret: values.secret ?? env.DRACHTIO_SECRET ?? 'cymru',
    ...(tlsPort === undefined ? {} : { tls: { port: portOf(tlsPort), ...adminTls(tls) } }),
    ...(keepAlive === undefined ? {} : { keepAliveMs: 1000 * numberOf(keepAlive, 86_400, 'seconds') }),
  };
}

function adminTls(tls: TlsSettings | undefined): TlsSettings {
  if (tls === undefined) throw new UsageError('--tls-port needs --cert-file and --key-file');
  return tls;
}

function connectionsOf(values: Parsed['values']): EngineOptions['connections'] {
  const most = values['max-connections-per-address'];
  return {
    maxConnectionsPerAddress:
      most === undefined ? undefined : Math.max(1, numberOf(most, 1_000_000, 'a number of connections')),
    uncappedAddresses: values['uncapped-address']?.map((text) => networkOf(asNetwork(text))),
  };
}

function handlersOf(values: Parsed['values'], env: NodeJS.ProcessEnv): RequestHandler[] {
  const url = values['http-handler'] ?? env.DRACHTIO_HTTP_HANDLER_URI;
  if (url === undefined) return [];
  if (!URL.canParse(url) || !/^(https?|tcp|tls):/i.test(url))
    throw new UsageError(`not a handler's URL: ${url}`);
  const httpMethod = (values['http-method'] ?? 'GET').toUpperCase();
  if (httpMethod !== 'GET' && httpMethod !== 'POST')
    throw new UsageError(`--http-method is GET or POST, not ${httpMethod}`);
  return [{ method: '*', url, httpMethod, verifyPeer: values['no-verify-handler'] !== true }];
}

const usualHomerPort = 9060;
const usualHomerId = 101;

function hepOf(values: Parsed['values'], env: NodeJS.ProcessEnv): HepOptions | undefined {
  const text = values.homer ?? env.DRACHTIO_HOMER_ADDRESS;
  if (text === undefined) return undefined;
  const { host, port } = hostPortOf(text, env.DRACHTIO_HOMER_PORT ?? String(usualHomerPort));
  const id = values['homer-id'] ?? env.DRACHTIO_HOMER_ID ?? String(usualHomerId);
  return { host, port, transport: 'udp', captureId: numberOf(id, 4_294_967_295, 'a capture id') };
}

/** drachtio-server takes `9090` and `127.0.0.1:9090`. */
function metricsOf(text: string | undefined): CliOptions['metrics'] {
  if (text === undefined) return null;
  return /^\d+$/.test(text) ? { host: '0.0.0.0', port: portOf(text) } : hostPortOf(text, '9090');
}

function hostPortOf(text: string, usualPort: string): { host: string; port: number } {
  const match = /^(\[[^\]]+\]|[^:\s]+)(?::(\d+))?$/.exec(text);
  if (match?.[1] === undefined) throw new UsageError(`not host:port: ${text}`);
  return { host: match[1].replace(/^\[|\]$/g, ''), port: portOf(match[2] ?? usualPort) };
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
    minVersion: tlsVersionOf(
      values['tls-min-version'] ?? values['min-tls-version'] ?? env.DRACHTIO_MIN_TLS_VERSION ?? '1.2',
    ),
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
  return numberOf(text, 65_535, 'a port');
}

function numberOf(text: string, max: number, what: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > max) throw new UsageError(`not ${what}: ${text}`);
  return number;
}

function delayMsOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`not a number of milliseconds: ${text}`);
  return Number(text);
}

function bytesOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`not a number of octets: ${text}`);
  return Number(text);
}
