import { parseUri } from '@tandem/sip-engine/uri';
import type { CredentialStore } from '../authentication/credentials.ts';
import { ha1 } from '../authentication/digest.ts';
import type { Binding } from '../registrar/binding.ts';
import type { Hop } from './gateways/hops.ts';
import type { Trunks } from './trunks.ts';

/** A PBX signs in with the account of its trunk, where no user has that name. */
export function withPbxAccounts(
  users: CredentialStore,
  { trunks, realm }: { readonly trunks: Pick<Trunks, 'list' | 'secretOf'>; readonly realm: string },
): CredentialStore {
  return {
    async find(authorizationUsername, maxAgeMs) {
      const trunk = trunks
        .list()
        .find(
          ({ settings: { connection, enabled } }) =>
            enabled && connection.kind === 'pbx-registers' && connection.username === authorizationUsername,
        );
      const secret = trunk ? trunks.secretOf(trunk) : null;
      if (!trunk || secret === null) return users.find(authorizationUsername, maxAgeMs);
      return {
        identity: {
          userId: `trunk:${trunk.id}`,
          username: authorizationUsername,
          deviceId: null,
          trunkId: trunk.id,
        },
        realm,
        ha1: ha1(authorizationUsername, realm, secret),
      };
    },
  };
}

/** Where a PBX can be reached that has registered here. */
export function hopOfBinding({ contactUri, receivedUri, transport }: Binding): Hop | null {
  const contact = parseUri(contactUri);
  const nextHop = receivedUri ?? contactUri;
  const next = parseUri(nextHop);
  if (!contact || !next) return null;
  const port = contact.port === undefined ? '' : `:${contact.port}`;
  const requestHost = `${contact.host}${port}${transport === 'udp' ? '' : `;transport=${transport}`}`;
  return {
    gateway: `${contact.host}${port};transport=${transport}`,
    priority: 10,
    weight: 1,
    requestHost,
    nextHop,
    addresses: [next.host],
    srv: null,
  };
}
