import type { Duplex } from 'node:stream';

const REASONS = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
} as const;

/**
 * Answers an HTTP upgrade with a status and a sentence, and closes. Nobody else looks after the socket: HTTP has left it
 * with the upgrade, so that a reset of the other side would end the process, and one that stays open would stay for ever.
 */
export function refuseUpgrade(socket: Duplex, status: keyof typeof REASONS, sentence: string): void {
  socket.on('error', () => {});
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${REASONS[status]}\r\nConnection: close\r\nContent-Type: text/plain\r\n` +
      `Content-Length: ${Buffer.byteLength(sentence) + 1}\r\n\r\n${sentence}\n`,
  );
}
