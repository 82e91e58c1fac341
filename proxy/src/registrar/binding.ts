import { parseUri } from '@tandem/sip-engine/uri';

export type BindingTransport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';

/** One place where a user can be reached (RFC 3261 §10). Never changed: a refresh makes a new one with the same id. */
export interface Binding {
  /** UUID. */
  readonly id: string;
  /** The owner of the address-of-record. */
  readonly username: string;
  /** Null for a desk phone. */
  readonly deviceId: string | null;
  /** The Request-URI of calls to this phone, as the phone wrote it. */
  readonly contactUri: string;
  /** `+sip.instance` without its quotes (RFC 5626 §4.1), usually `<urn:uuid:…>`. */
  readonly instanceId: string | null;
  /** RFC 5626 §4.2. */
  readonly regId: number | null;
  /** The route set of calls to this phone, in order (RFC 3327 §5.3); empty when it came to us directly. */
  readonly path: readonly string[];
  /**
   * Where to send, `sip:address:port;transport=ws`: the address this phone was last seen at, which passes its NAT.
   * Null: send by `path` when there is one, else to `contactUri` itself.
   */
  readonly receivedUri: string | null;
  readonly transport: BindingTransport;
  readonly userAgent: string;
  /** Of the REGISTER that made or refreshed it; orders the next one (RFC 3261 §10.3 step 7). */
  readonly callId: string;
  readonly cseq: number;
  /** Preference, 0 to 1000; 1000 when the phone gave none. */
  readonly qThousandths: number;
  /** Since 1970. */
  readonly expiresAtMs: number;
  readonly registeredAtMs: number;
}

/** A remote transport address. */
export interface Source {
  readonly protocol: BindingTransport;
  /** IPv6 with or without brackets. */
  readonly address: string;
  readonly port: number;
}

/** The URI of a flow: what `Binding.receivedUri` holds. */
export function flowUri({ protocol, address, port }: Source): string {
  const host = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
  return `sip:${host}:${port};transport=${protocol}`;
}

/** @returns null for text that is no transport of SIP */
export function toTransport(text: string): BindingTransport | null {
  const name = text.toLowerCase();
  return name === 'udp' || name === 'tcp' || name === 'tls' || name === 'ws' || name === 'wss' ? name : null;
}

/**
 * What remains of a stream binding when its connection is gone: a TCP or TLS phone that listens at the very address it
 * came from can be reached by a new connection; a browser, or a phone behind a NAT, cannot.
 *
 * @returns null when nothing remains
 */
export function withoutFlow(binding: Binding): Binding | null {
  if (binding.transport !== 'tcp' && binding.transport !== 'tls') return null;
  const contact = parseUri(binding.contactUri);
  const flow = binding.receivedUri === null ? null : parseUri(binding.receivedUri);
  if (!contact || !flow) return null;
  const contactPort = contact.port ?? (binding.transport === 'tls' ? 5061 : 5060);
  return contact.host === flow.host && contactPort !== flow.port ? { ...binding, receivedUri: null } : null;
}

/** Whether a binding depends on a connection that the phone opened. */
export const isOnFlow = (binding: Binding): boolean =>
  binding.transport !== 'udp' && binding.receivedUri !== null;
