import type { TrunkSettings } from '@tandem/api-types/trunk-settings';

/** A trunk as it is stored. Never changed: a new version takes its place. */
export interface StoredTrunk {
  readonly id: string;
  readonly settings: TrunkSettings;
  /** Counts the changes, from 1. */
  readonly version: number;
  /** Opens with `secretPurpose`; null when there is none. */
  readonly sealedSecret: string | null;
  /** Path of the file that describes it; null when the console does. */
  readonly managedBy: string | null;
  /** Milliseconds since 1970. */
  readonly updatedAtMs: number;
}

/** With what a trunk answers a challenge: for one realm and user name only. */
export interface TrunkAccount {
  readonly username: string;
  readonly realm: string;
}

/** Who we are to the other side when it challenges us; null where it cannot. */
export function accountOf({ connection, gateways }: TrunkSettings): TrunkAccount | null {
  switch (connection.kind) {
    case 'register-to-carrier':
      return {
        username: connection.authorizationUsername ?? connection.username,
        realm: connection.realm ?? connection.domain,
      };
    case 'by-address': {
      const realm = connection.realm ?? gateways[0]?.host;
      return connection.username === null || realm === undefined
        ? null
        : { username: connection.username, realm };
    }
    default:
      return null;
  }
}

/**
 * What the secret of a trunk was given for. Sealed with it, the secret opens for no other realm or user name, so whoever
 * may edit a trunk cannot have its secret sent somewhere else.
 */
export function secretPurpose(id: string, settings: TrunkSettings): string {
  const { connection } = settings;
  const account = accountOf(settings);
  const who = connection.kind === 'pbx-registers' ? connection.username : account?.username;
  return JSON.stringify(['trunk', id, connection.kind, who ?? null, account?.realm ?? null]);
}

/** `host:port;transport=udp`, the port only where it is set: how a gateway is named in states, logs and metrics. */
export function gatewayName(gateway: {
  readonly host: string;
  readonly port: number | null;
  readonly transport: string;
}): string {
  const host = gateway.host.includes(':') ? `[${gateway.host}]` : gateway.host;
  return `${host}${gateway.port === null ? '' : `:${gateway.port}`};transport=${gateway.transport}`;
}

export const carriesIn = ({ direction }: TrunkSettings): boolean => direction !== 'out';
export const carriesOut = ({ direction }: TrunkSettings): boolean => direction !== 'in';
