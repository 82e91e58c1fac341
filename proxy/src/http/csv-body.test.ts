import { connect } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ApiError } from './api-error.ts';
import { acceptCsv, csvBody } from './csv-body.ts';

let app: FastifyInstance;
/** What reading the file came to. */
let outcome: Promise<unknown>;
let begun: Promise<void>;

beforeEach(() => {
  app = fastify({ forceCloseConnections: true });
  acceptCsv(app);
  let begin = () => {};
  begun = new Promise((resolve) => {
    begin = resolve;
  });
  outcome = new Promise((resolve) => {
    app.post('/', async (request) => {
      const pieces: string[] = [];
      try {
        for await (const piece of csvBody(request)) {
          pieces.push(Buffer.from(piece).toString());
          begin();
        }
        resolve(pieces.join(''));
      } catch (error) {
        resolve(error);
      }
      return '';
    });
  });
});

afterEach(() => app.close());

async function send(file: string, declaredBytes: number) {
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: ${declaredBytes}\r\n\r\n${file}`,
  );
  await begun;
  return socket;
}

test('a file is read as it comes', async () => {
  const socket = await send('number\n1', 8);
  expect(await outcome).toBe('number\n1');
  socket.destroy();
});

test('a file whose sender hangs up in the middle is bad input, and no failure of the database', async () => {
  const socket = await send('number\n1', 1000);
  socket.destroy();
  const error = await outcome;
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ key: 'bad-input', message: 'The file ended before all of it had come.' });
});
