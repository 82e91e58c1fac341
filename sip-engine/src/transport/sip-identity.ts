import type { PeerCertificate, TLSSocket } from 'node:tls';
import { canonicalAddress, NO_NAMES } from './flow.ts';

/**
 * The SIP identities of a certificate (RFC 5922 §7.1), lower case: hosts of `sip:` URIs without a user, else DNS names;
 * addresses too, for peers that are known by address. The common name only when there is no subjectAltName at all.
 */
export function sipIdentities(certificate: Pick<PeerCertificate, 'subject' | 'subjectaltname'>): string[] {
  const alternative = certificate.subjectaltname;
  if (alternative === undefined || alternative === '') {
    const commonName: unknown = certificate.subject?.CN;
    return typeof commonName === 'string' ? [commonName.toLowerCase()] : [];
  }
  const uris: string[] = [];
  const names: string[] = [];
  const addresses: string[] = [];
  for (const [kind, value] of alternativeNames(alternative)) {
    if (kind === 'URI') uris.push(...hostOfSipUri(value));
    else if (kind === 'DNS') names.push(value.toLowerCase());
    else if (kind === 'IP Address') addresses.push(canonicalAddress(value));
  }
  return [...(uris.length > 0 ? uris : names), ...addresses];
}

/**
 * Whether one of the identities is this name or address, whole and without regard to case; a wildcard matches nothing
 * (RFC 5922 §7.2).
 */
export function identifies(identities: readonly string[], name: string): boolean {
  return identities.includes(canonicalAddress(name.toLowerCase()));
}

/** Node writes `DNS:a, URI:sip:b, IP Address:c`, and in quotes what would break this. */
function* alternativeNames(text: string): Iterable<readonly [kind: string, value: string]> {
  for (const [, kind = '', quoted, plain = ''] of text.matchAll(
    /([^:,]+):("(?:[^"\\]|\\.)*"|([^,]*))(?:, |$)/g,
  )) {
    yield [kind, quoted?.startsWith('"') ? unquoted(quoted) : plain];
  }
}

function unquoted(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return '';
  }
}

/** Empty for another scheme and for a URI of a user. */
function hostOfSipUri(uri: string): string[] {
  const host = /^sip:([^@;?:/]+)(?::\d+)?(?:[;?].*)?$/i.exec(uri)?.[1];
  return host === undefined ? [] : [host.toLowerCase()];
}

/** The identities of the other side of a TLS connection when its certificate is valid, else none. */
export function verifiedNamesOf(socket: TLSSocket): readonly string[] {
  return socket.authorized ? sipIdentities(socket.getPeerCertificate()) : NO_NAMES;
}
