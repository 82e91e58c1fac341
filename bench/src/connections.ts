import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { WebSocket } from 'ws';
import { report } from './load.ts';
import { registerUsers } from './register-users.ts';
import { type Application, startApplication } from './start-application.ts';

const CONNECTIONS = 10_000;
const AT_ONCE = 100;
/** The engine takes 1,000 connections from one address; loopback has 16 million. */
const PER_ADDRESS = 500;
const BINDINGS = 50_000;

/** An open connection on which one request was answered. */
interface OpenConnection {
  close(): void;
}

/** What an idle WebSocket, an idle TLS connection and a binding hold in the server's memory. */
export async function benchConnections(): Promise<void> {
  await benchMemoryOf('idle WebSocket', (application, index) =>
    openWebSocket(application.webSocketPort, index),
  );
  await benchMemoryOf('idle TLS connection', (application, index) => openTls(application.tlsPort, index));
  await benchBindings();
}

async function benchMemoryOf(
  what: string,
  open: (application: Application, index: number) => Promise<OpenConnection>,
): Promise<void> {
  const application = await startApplication({});
  const connections: OpenConnection[] = [];
  try {
    // The first ones pay for code and pools that all share.
    while (connections.length < AT_ONCE) connections.push(await open(application, connections.length));
    const before = await application.memory();
    while (connections.length < CONNECTIONS) {
      const first = connections.length;
      const next = Array.from({ length: AT_ONCE }, (_, index) => open(application, first + index));
      connections.push(...(await Promise.all(next)));
    }
    const after = await application.memory();
    const each = (after.residentBytes - before.residentBytes) / (CONNECTIONS - AT_ONCE) / 1024;
    report(`Tandem: memory of an ${what}, of ${CONNECTIONS}`, each, 'kB');
  } finally {
    for (const connection of connections) connection.close();
    await application.stop();
  }
}

/**
 * Bindings of many users, registered over UDP. Before they are counted as many requests renew those of a few users, so
 * that what the requests themselves need for a while is in the memory already.
 */
async function benchBindings(): Promise<void> {
  const application = await startApplication({});
  try {
    await registerUsers(application.target, BINDINGS, (index) => `a${index % 1000}`);
    await untilAnswersForgotten();
    const before = await application.memory();
    await registerUsers(application.target, BINDINGS, (index) => `b${index}`);
    await untilAnswersForgotten();
    const after = await application.memory();
    const count = after.bindings - before.bindings;
    if (count !== BINDINGS) throw new Error(`${count} bindings of ${BINDINGS}`);
    const each = (bytes: number): number => bytes / count / 1024;
    const resident = each(after.residentBytes - before.residentBytes);
    report(`Tandem: memory of a binding, resident, of ${count}`, resident, 'kB');
    report('Tandem: memory of a binding, by the heap', each(after.heapBytes - before.heapBytes), 'kB');
  } finally {
    await application.stop();
  }
}

/** Timer J keeps each answer for 32 s: those are not bindings. */
const untilAnswersForgotten = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 35_000));

const addressOf = (index: number): string => `127.0.1.${1 + Math.floor(index / PER_ADDRESS)}`;

const optionsRequest = (transport: string, index: number): string =>
  [
    'OPTIONS sip:127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/${transport} client.invalid;branch=z9hG4bKbench${transport}${index}`,
    'Max-Forwards: 70',
    `From: <sip:c${index}@127.0.0.1>;tag=${index}`,
    'To: <sip:127.0.0.1>',
    `Call-ID: ${transport}-${index}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n');

async function openWebSocket(port: number, index: number): Promise<OpenConnection> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, 'sip', { localAddress: addressOf(index) });
  await once(socket, 'open');
  socket.send(optionsRequest('WS', index));
  await once(socket, 'message');
  return { close: () => socket.terminate() };
}

async function openTls(port: number, index: number): Promise<OpenConnection> {
  // Node takes localAddress here too, which its types leave out.
  const options = {
    host: '127.0.0.1',
    port,
    localAddress: addressOf(index),
    rejectUnauthorized: false,
  };
  const socket = connectTls(options);
  await once(socket, 'secureConnect');
  socket.write(optionsRequest('TLS', index));
  await once(socket, 'data');
  return { close: () => socket.destroy() };
}
