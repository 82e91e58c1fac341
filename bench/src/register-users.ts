import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const AT_ONCE = 50;
const RESEND_AFTER_MS = 500;
const ATTEMPTS = 20;

/**
 * Registers one user after the other over UDP, some at once, each until it is answered 200: also a server that turns
 * part of the requests away has them all in the end.
 * @param target `host:port`; nobody is asked for a password there
 * @throws Error when one is not registered after many attempts
 */
export async function registerUsers(
  target: string,
  count: number,
  nameOf: (index: number) => string,
): Promise<void> {
  const [host = '', port = ''] = target.split(':');
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const answers = answersOf(socket);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await registered(index);
    }
  };
  const registered = async (index: number): Promise<void> => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const request = registerRequest(nameOf(index), index, attempt, socket.address().port);
      const status = await answers.wait(`${index}-${attempt}`, () =>
        socket.send(request, Number(port), host),
      );
      if (status === 200) return;
    }
    throw new Error(`${nameOf(index)} could not be registered`);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    socket.close();
  }
}

/** Statuses by Call-ID; one that does not come in time counts as 408. */
function answersOf(socket: Socket) {
  const waiting = new Map<string, (status: number) => void>();
  socket.on('message', (bytes) => {
    const text = bytes.toString('latin1');
    const callId = /^Call-ID: (.+)\r$/m.exec(text)?.[1] ?? '';
    waiting.get(callId)?.(Number(text.slice(8, 11)));
  });
  return {
    async wait(callId: string, send: () => void): Promise<number> {
      let late: NodeJS.Timeout | undefined;
      try {
        return await new Promise<number>((resolve) => {
          late = setTimeout(() => resolve(408), RESEND_AFTER_MS);
          waiting.set(callId, (status) => status < 200 || resolve(status));
          send();
        });
      } finally {
        clearTimeout(late);
        waiting.delete(callId);
      }
    },
  };
}

const registerRequest = (user: string, index: number, attempt: number, port: number): string =>
  [
    'REGISTER sip:127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bKbind${index}-${attempt}`,
    'Max-Forwards: 70',
    `From: <sip:${user}@127.0.0.1>;tag=${index}`,
    `To: <sip:${user}@127.0.0.1>`,
    `Call-ID: ${index}-${attempt}`,
    `CSeq: ${attempt} REGISTER`,
    `Contact: <sip:${user}@127.0.0.1:${port}>`,
    'Expires: 3600',
    'User-Agent: Tandem bench',
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n');
