import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeUdpPort } from './free-port.ts';
import { type Server, serverOf, spawnQuietly, untilReady } from './server.ts';

/** Starts Debian's Kamailio as a registrar with digest: two UDP workers, location in memory. */
export async function startKamailio(password: string): Promise<Server> {
  const target = `127.0.0.1:${await freeUdpPort()}`;
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-kamailio-'));
  const template = readFileSync(new URL('../peers/kamailio.cfg', import.meta.url), 'utf8');
  const file = join(folder, 'kamailio.cfg');
  writeFileSync(file, template.replace('LISTEN_ADDRESS', target).replace('PASSWORD', password));
  const child = spawnQuietly('kamailio', ['-f', file, '-DD', '-E', '-w', folder, '-Y', folder, '-m', '256']);
  await untilReady(child, () => answers(target));
  return serverOf('Kamailio', child, target);
}

/** Any answer to a request shows that the server listens. */
function answers(target: string): Promise<boolean> {
  const [host = '', port = ''] = target.split(':');
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const end = (answered: boolean) => {
      clearTimeout(limit);
      socket.close();
      resolve(answered);
    };
    const limit = setTimeout(() => end(false), 300);
    socket.once('message', () => end(true));
    socket.once('error', () => end(false));
    socket.bind(0, '127.0.0.1', () => {
      const { port: own } = socket.address();
      const request = `OPTIONS sip:${target} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:${own};branch=z9hG4bK${own}\r\nMax-Forwards: 1\r\nFrom: <sip:bench@127.0.0.1>;tag=1\r\nTo: <sip:bench@127.0.0.1>\r\nCall-ID: ${own}@bench\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`;
      socket.send(request, Number(port), host);
    });
  });
}
