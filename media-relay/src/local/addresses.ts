import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

type Interfaces = ReturnType<typeof networkInterfaces>;

/** Bridges and tunnels that telephones in the network cannot reach. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|wg|zt|tailscale|cni|flannel)/;

/**
 * The IPv4 address at which telephones in the same network, and this machine itself, reach this machine:
 * the first of a real network card, else of any, else 127.0.0.1.
 */
export function primaryAddress(interfaces: Interfaces = networkInterfaces()): string {
  const outside = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses
      .filter(
        ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
      )
      .map(({ address }) => ({ virtual: VIRTUAL.test(name), address })),
  );
  return (outside.find(({ virtual }) => !virtual) ?? outside[0])?.address ?? '127.0.0.1';
}

/** Whether sockets can be bound to `address` here. */
export function isOwnAddress(address: string, interfaces: Interfaces = networkInterfaces()): boolean {
  if (/^127\./.test(address)) return true;
  return Object.values(interfaces).some((addresses = []) => addresses.some((own) => own.address === address));
}

/** A TCP port on 127.0.0.1 that was free a moment ago. */
export function freeLoopbackPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
