import { createSocket } from 'node:dgram';

/** Any answer to a request shows that the server listens, but 503: that it waits for its application. */
export function answersOptions(target: string): Promise<boolean> {
  const [host = '', port = ''] = target.split(':');
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const end = (answered: boolean) => {
      clearTimeout(limit);
      socket.close();
      resolve(answered);
    };
    const limit = setTimeout(() => end(false), 300);
    socket.once('message', (answer) => end(!answer.toString('latin1').startsWith('SIP/2.0 503')));
    socket.once('error', () => end(false));
    socket.bind(0, '127.0.0.1', () => {
      const { port: own } = socket.address();
      const request = `OPTIONS sip:${target} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:${own};branch=z9hG4bK${own}\r\nMax-Forwards: 1\r\nFrom: <sip:bench@127.0.0.1>;tag=1\r\nTo: <sip:bench@127.0.0.1>\r\nCall-ID: ${own}@bench\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`;
      socket.send(request, Number(port), host);
    });
  });
}
