import { parseArgs } from 'node:util';

/** How the benchmark's application runs. */
export interface ApplicationOptions {
  /** UDP port of SIP; an external engine has its own. */
  readonly port: number;
  /** URI that calls are proxied to. */
  readonly callee: string;
  /** Calls are handled by drachtio-srf, and not by a handler on the engine itself. */
  readonly srf: boolean;
  /** Of every user; undefined: nobody is asked. */
  readonly password: string | undefined;
  /** A drachtio-server instead of the embedded engine. */
  readonly drachtio: { readonly host: string; readonly port: number; readonly secret: string } | null;
}

/** @throws TypeError for an unknown flag */
export function readOptions(args: readonly string[]): ApplicationOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '0' },
      callee: { type: 'string', default: 'sip:callee@127.0.0.1' },
      password: { type: 'string' },
      drachtio: { type: 'string' },
      srf: { type: 'boolean', default: false },
    },
  });
  const { port, callee, password, drachtio, srf } = values;
  const adminPort = drachtio === undefined ? null : Number(drachtio);
  return {
    port: Number(port),
    callee,
    password,
    srf,
    drachtio: adminPort === null ? null : { host: '127.0.0.1', port: adminPort, secret: 'cymru' },
  };
}
