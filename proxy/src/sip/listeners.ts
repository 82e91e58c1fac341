import type { ContactOptions, TlsSettings } from '@tandem/sip-engine';
import type { Config } from '../config/schema.ts';

/** The files that SIP over TLS shows to phones. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * Everything on which the embedded engine receives SIP: `sip.host` with its ports, and `sip.listeners`.
 * @param primaryAddress what peers are told when SIP is received on every address of this machine
 * @param certificate for TLS when `sip.tls` names none of its own
 */
export function sipListeners(
  sip: Config['sip'],
  primaryAddress: string,
  certificate: CertificateFiles,
): ContactOptions[] {
  const advertisedHost = sip.advertisedHost ?? (isWildcard(sip.host) ? primaryAddress : undefined);
  const { host, port, localNetworks } = sip;
  const main = { host, advertisedHost, localNetworks };
  const tls = tlsSettings(sip.tls, certificate);
  return [
    { protocol: 'udp', port, ...main },
    { protocol: 'tcp', port, ...main },
    ...(sip.tls.enabled ? [{ protocol: 'tls' as const, port: sip.tls.port, ...main, tls }] : []),
    ...sip.listeners.flatMap(({ transports, ...listener }) =>
      transports.map((protocol) => ({ protocol, ...listener, ...(protocol === 'tls' ? { tls } : {}) })),
    ),
  ];
}

const isWildcard = (host: string): boolean => host === '0.0.0.0' || host === '::';

function tlsSettings(
  { certFile, keyFile, caFile, clientCertificates, verifyServers }: Config['sip']['tls'],
  certificate: CertificateFiles,
): TlsSettings {
  const files = certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : certificate;
  return { ...files, caFile, clientCertificates, verifyServers };
}

/** Why SIP did not start, and which setting to change. */
export function listenSentence(error: unknown, sip: Config['sip']): string {
  const { message, address, port, taken } = failureOf(error);
  const where = port === undefined ? `${sip.host}:${sip.port}` : `${address ?? sip.host}:${port}`;
  return taken
    ? `SIP ${where} is taken; change ${settingOf(port, sip)}`
    : `SIP cannot be received on ${where}: ${message}`;
}

function failureOf(error: unknown): {
  readonly message: string;
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  readonly taken: boolean;
} {
  if (!(error instanceof Error)) return { message: String(error), taken: false };
  const address = 'address' in error && typeof error.address === 'string' ? error.address : undefined;
  const port = 'port' in error && typeof error.port === 'number' ? error.port : undefined;
  return { message: error.message, address, port, taken: 'code' in error && error.code === 'EADDRINUSE' };
}

function settingOf(port: number | undefined, { tls, port: main }: Config['sip']): string {
  if (port === undefined || port === main) return 'sip.port (TANDEM_SIP_PORT)';
  return port === tls.port ? 'sip.tls.port (TANDEM_SIP_TLS_PORT)' : 'sip.listeners';
}
