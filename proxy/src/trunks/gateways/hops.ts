import type { TrunkGateway } from '@tandem/api-types/trunk-connection';
import type { TrunkSettings } from '@tandem/api-types/trunk-settings';
import type { Resolver } from '@tandem/sip-engine/resolver';
import type { SrvRecord } from '@tandem/sip-engine/srv-order';
import { parseUri } from '@tandem/sip-engine/uri';
import { gatewayName } from '../trunk.ts';

/** One address at which a gateway can be tried. */
export interface Hop {
  /** The gateway, as `gatewayName` writes it. */
  readonly gateway: string;
  readonly priority: number;
  readonly weight: number;
  /** Host and port for Request-URIs, `carrier.example` or `192.0.2.1:5070`. */
  readonly requestHost: string;
  /** Where to send, `sip:192.0.2.1:5060;transport=udp`: the outbound proxy's address when there is one. */
  readonly nextHop: string;
  /** The addresses behind `nextHop`: answers come from one of them. */
  readonly addresses: readonly string[];
  /** The record that led here; null without one, and for TLS, where each request is resolved and drawn when it is sent. */
  readonly srv: SrvRecord | null;
}

/** Finds the addresses of gateways (RFC 3263). */
export interface HopFinder {
  /** In the order of the settings, several for a gateway with several addresses; those without any are left out. */
  find(settings: Pick<TrunkSettings, 'gateways' | 'outboundProxy' | 'connection'>): Promise<Hop[]>;
}

type Target = Pick<Hop, 'nextHop' | 'addresses' | 'srv'>;
type Server = Pick<TrunkGateway, 'host' | 'port' | 'transport'>;

export function createHopFinder(resolver: Resolver): HopFinder {
  const targetsOf = async (server: Server): Promise<Target[]> => {
    const uri = parseUri(serverUri(server));
    const found = uri ? await resolver.resolve(uri).catch(() => []) : [];
    if (found.length === 0) return [];
    // A certificate is made out to the name, so the name must reach the TLS handshake.
    if (server.transport === 'tls')
      return [{ nextHop: serverUri(server), addresses: found.map(({ address }) => address), srv: null }];
    return found.map(({ address, port, srv = null }) => ({
      nextHop: serverUri({ ...server, host: address, port }),
      addresses: [address],
      srv,
    }));
  };
  return {
    async find({ gateways, outboundProxy, connection }) {
      const proxied = outboundProxy === null ? null : await targetsOf(outboundProxy);
      const found = await Promise.all(
        gateways.map(async (gateway) => {
          const { priority, weight } = gateway;
          const requestHost =
            connection.kind === 'register-to-carrier' ? connection.domain : hostPort(gateway);
          const targets = proxied ?? (await targetsOf(gateway));
          return targets.map((target) => ({
            gateway: gatewayName(gateway),
            priority,
            weight,
            requestHost,
            ...target,
          }));
        }),
      );
      return found.flat();
    },
  };
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

const hostPort = ({ host, port }: Server): string => `${bracketed(host)}${port === null ? '' : `:${port}`}`;

const serverUri = (server: Server): string => `sip:${hostPort(server)};transport=${server.transport}`;
