import { afterEach, beforeEach, expect, test } from 'vitest';
import { requestText, TestEndpoint, until } from './test-endpoint.ts';

let endpoint: TestEndpoint;

beforeEach(() => {
  endpoint = new TestEndpoint();
});
afterEach(() => endpoint.close());

const via = 'SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bKa';

test('a browser sends one message in a frame and gets its answer as text', async () => {
  const browser = await endpoint.browser();
  browser.socket.send(requestText('REGISTER', via));
  await until(() => browser.received.length > 0, 'the answer');
  expect(browser.received[0]?.text).toMatch(/^SIP\/2.0 200 OK\r\nVia: .*;received=127.0.0.1\r\n/);
  expect(browser.received[0]?.isBinary).toBe(false);
  expect(endpoint.messages[0]?.flow).toMatchObject({
    protocol: 'wss',
    remoteAddress: '127.0.0.1',
    reliable: true,
  });
});

test('a message without Content-Length and one in a binary frame are taken as well', async () => {
  const browser = await endpoint.browser();
  browser.socket.send(Buffer.from(requestText('OPTIONS', via).replace(/Content-Length.*\r\n/, '')));
  await until(() => browser.received.length > 0, 'the answer');
  expect(browser.received[0]?.text).toContain('200 OK');
});

test('names beyond ASCII survive in both directions', async () => {
  const browser = await endpoint.browser();
  browser.socket.send(requestText('OPTIONS', via).replace('From: <', 'From: "Jörg" <'));
  await until(() => browser.received.length > 0, 'the answer');
  expect(browser.received[0]?.text).toContain('From: "Jörg" <sip:a@b>');
});

test('a malformed message gets a 400 and the connection stays', async () => {
  const browser = await endpoint.browser();
  browser.socket.send(requestText('OPTIONS', via, { length: '99' }));
  browser.socket.send(requestText('OPTIONS', via, { callId: 'next' }));
  await until(() => browser.received.length === 2, 'both answers');
  expect(browser.received[0]?.text).toContain('400 Content-Length larger than the message');
  expect(browser.received[1]?.text).toContain('200 OK');
});

test('a keep-alive of two line breaks is answered with one', async () => {
  const browser = await endpoint.browser();
  browser.socket.send('\r\n\r\n');
  await until(() => browser.received.length > 0, 'the answer');
  expect(browser.received[0]?.text).toBe('\r\n');
});

test('a request to its address and port reaches the browser, until it goes', async () => {
  const browser = await endpoint.browser();
  browser.socket.send(requestText('REGISTER', via));
  await until(() => endpoint.messages.length > 0, 'the request');
  const port = endpoint.messages[0]?.flow.remotePort ?? 0;
  const target = { protocol: 'wss', address: '127.0.0.1', port } as const;
  expect(await endpoint.layer.flowTo(target)).toBe(endpoint.messages[0]?.flow);
  browser.socket.terminate();
  await until(() => endpoint.closedFlows.length > 0, 'the news');
  await expect(endpoint.layer.flowTo(target)).rejects.toMatchObject({ code: 'ENOFLOW' });
});
