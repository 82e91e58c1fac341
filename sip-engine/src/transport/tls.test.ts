import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CertificateNames, TestCertificates } from '../testing/test-certificates.ts';
import type { Listener } from './flow.ts';
import { requestText, TestEndpoint, until } from './test-endpoint.ts';
import { TlsCredentials, type TlsSettings } from './tls-credentials.ts';
import type { TransportOptions } from './transport-options.ts';

let certificates: TestCertificates;
const cleanUps: (() => unknown)[] = [];

beforeAll(async () => {
  certificates = await TestCertificates.create();
});
afterAll(() => certificates.remove());
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function tlsServer(
  names: CertificateNames,
  settings: Partial<TlsSettings> = {},
  options: Partial<TransportOptions> = {},
) {
  const files = await certificates.issue(names);
  const endpoint = new TestEndpoint(options);
  cleanUps.push(() => endpoint.close());
  const tls = { ...files, caFile: certificates.caFile, ...settings };
  const listener = await endpoint.layer.listen('tls', { host: '127.0.0.1', port: 0, tls });
  return { endpoint, listener, files };
}

/** A telephone that speaks TLS, after its handshake. */
async function phone(listener: Listener, options: ConnectionOptions = {}) {
  const socket = connect({
    port: listener.port,
    host: listener.address,
    ca: readFileSync(certificates.caFile),
    checkServerIdentity: () => undefined,
    ...options,
  });
  const state = { socket, text: '', closed: false };
  socket.on('data', (chunk) => {
    state.text += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    state.closed = true;
  });
  cleanUps.push(() => socket.destroy());
  await new Promise<void>((resolve) => {
    socket.once('secureConnect', resolve);
    socket.once('close', () => resolve());
  });
  return state;
}

const certificateOf = (socket: TLSSocket): string => socket.getPeerCertificate().subjectaltname ?? '';

const options = (via: string) => requestText('OPTIONS', via);
const target = ({ port }: Listener, serverName?: string) => ({
  protocol: 'tls' as const,
  address: '127.0.0.1',
  port,
  serverName,
});

describe('a TLS listener', () => {
  test('serves a telephone, and tells when it goes', async () => {
    const { endpoint, listener } = await tlsServer({ dns: ['sip.example'] });
    const caller = await phone(listener);
    caller.socket.write(options('SIP/2.0/TLS 10.1.1.1;rport;branch=z9hG4bKa'));
    await until(() => caller.text.includes('200 OK'), 'the answer');
    expect(caller.text).toContain(`rport=${caller.socket.localPort};received=127.0.0.1`);
    const [received] = endpoint.messages;
    expect(received?.flow).toMatchObject({
      protocol: 'tls',
      reliable: true,
      accepted: true,
      verifiedNames: [],
    });
    expect(endpoint.layer.counters()).toMatchObject({ flows: { tls: 1 }, handshaking: 0 });
    caller.socket.destroy();
    await until(() => endpoint.closedFlows.length === 1, 'the news');
  });

  test('without a certificate, or with the key of another, does not start', async () => {
    const { endpoint, files } = await tlsServer({ dns: ['sip.example'] });
    const other = await certificates.issue({ dns: ['other.example'] });
    const listen = (tls: TlsSettings | undefined) =>
      endpoint.layer.listen('tls', { host: '127.0.0.1', port: 0, tls });
    await expect(listen(undefined)).rejects.toThrow('A tls listener needs a certificate');
    await expect(listen({ ...files, keyFile: other.keyFile })).rejects.toThrow('cannot be used for TLS');
    await expect(listen({ ...files, certFile: '/nowhere.pem' })).rejects.toThrow('/nowhere.pem');
  });

  test('ends a handshake that does not end, and one that is none, and counts them', async () => {
    const { endpoint, listener } = await tlsServer({ dns: ['a.example'] }, {}, { handshakeTimeoutMs: 100 });
    const closed: string[] = [];
    for (const first of ['', 'OPTIONS sip:a@b SIP/2.0\r\n\r\n']) {
      const socket = connectTcp(listener.port, listener.address);
      cleanUps.push(() => socket.destroy());
      socket.on('error', () => {});
      socket.on('close', () => closed.push(first));
      socket.resume();
      socket.write(first);
    }
    await until(() => closed.length === 2, 'both ends');
    expect(Object.fromEntries(endpoint.layer.counters().refusedConnections)).toEqual({
      'handshake-timeout': 1,
      'tls-handshake': 1,
    });
    expect(endpoint.layer.counters().handshaking).toBe(0);
  });

  test('counts those in a handshake among the connections of their address', async () => {
    const { endpoint, listener } = await tlsServer(
      { dns: ['a.example'] },
      {},
      { maxConnectionsPerAddress: 2 },
    );
    const sockets = [1, 2, 3].map(() => connectTcp(listener.port, listener.address).on('error', () => {}));
    cleanUps.push(() => sockets.map((socket) => socket.destroy()));
    await until(() => sockets.some((socket) => socket.destroyed), 'the refusal');
    expect(endpoint.layer.counters().refusedConnections).toEqual([['too-many-from-address', 1]]);
    for (const socket of sockets) socket.destroy();
    await until(() => endpoint.layer.counters().handshaking === 0, 'the end of the others');
    const late = await phone(listener);
    late.socket.write(options('SIP/2.0/TLS x;branch=z9hG4bKa'));
    await until(() => late.text.includes('200 OK'), 'the answer to one who comes later');
  });
});

describe('a renewed certificate', () => {
  test('is given to new connections, and the old ones stay', async () => {
    const { endpoint, listener, files } = await tlsServer({ dns: ['old.example'] });
    const before = await phone(listener);
    await certificates.issue({ dns: ['new.example'] }, files);
    expect(endpoint.layer.reloadCertificates()).toBe(true);
    const after = await phone(listener);
    expect([certificateOf(before.socket), certificateOf(after.socket)]).toEqual([
      'DNS:old.example',
      'DNS:new.example',
    ]);
    before.socket.write(options('SIP/2.0/TLS x;branch=z9hG4bKa'));
    await until(() => before.text.includes('200 OK'), 'the answer on the old connection');
  });

  test('that is only half written changes nothing', async () => {
    const { endpoint, listener, files } = await tlsServer({ dns: ['old.example'] });
    writeFileSync(files.certFile, readFileSync(files.certFile, 'utf8').slice(0, 200));
    expect(endpoint.layer.reloadCertificates()).toBe(false);
    const after = await phone(listener);
    expect(certificateOf(after.socket)).toBe('DNS:old.example');
  });

  test('is noticed by itself, also when another file takes its place', async () => {
    const files = await certificates.issue({ dns: ['old.example'] });
    const changes: unknown[] = [];
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const credentials = new TlsCredentials(files, log, 20);
    cleanUps.push(() => credentials.close());
    credentials.onChange((changed) => changes.push(changed));
    const fresh = await certificates.issue({ dns: ['new.example'] });
    renameSync(fresh.keyFile, files.keyFile);
    renameSync(fresh.certFile, files.certFile);
    await until(() => changes.length > 0, 'the change');
    expect(String(credentials.options.cert)).toBe(readFileSync(files.certFile, 'utf8'));
  });
});

describe('a client certificate', () => {
  let clientFiles: ConnectionOptions;
  beforeEach(async () => {
    const files = await certificates.issue({ uris: ['sip:Carrier.example'], addresses: ['127.0.0.1'] });
    clientFiles = { cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) };
  });

  test('that is asked for and valid tells who the peer is', async () => {
    const { endpoint, listener } = await tlsServer({ dns: ['a.example'] }, { clientCertificates: 'asked' });
    const trunk = await phone(listener, clientFiles);
    trunk.socket.write(options('SIP/2.0/TLS carrier.example;branch=z9hG4bKa'));
    const stranger = await phone(listener);
    stranger.socket.write(options('SIP/2.0/TLS x;branch=z9hG4bKb'));
    await until(() => endpoint.messages.length === 2, 'both requests');
    const names = endpoint.messages.map(({ flow }) => flow.verifiedNames);
    expect(names).toContainEqual(['carrier.example', '127.0.0.1']);
    expect(names).toContainEqual([]);
  });

  test('of an authority that we do not trust tells nothing', async () => {
    const others = await TestCertificates.create();
    cleanUps.push(() => others.remove());
    const files = await others.issue({ dns: ['carrier.example'] });
    const forged = { cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) };
    const { endpoint, listener } = await tlsServer({ dns: ['a.example'] }, { clientCertificates: 'asked' });
    const liar = await phone(listener, forged);
    liar.socket.write(options('SIP/2.0/TLS carrier.example;branch=z9hG4bKa'));
    await until(() => endpoint.messages.length === 1, 'the request');
    expect(endpoint.messages[0]?.flow.verifiedNames).toEqual([]);
  });

  test('that is required and missing ends the connection', async () => {
    const { endpoint, listener } = await tlsServer(
      { dns: ['a.example'] },
      { clientCertificates: 'required' },
    );
    const stranger = await phone(listener);
    await until(() => stranger.closed, 'the refusal');
    expect(endpoint.layer.counters().refusedConnections).toEqual([['client-certificate', 1]]);
    const trunk = await phone(listener, clientFiles);
    trunk.socket.write(options('SIP/2.0/TLS x;branch=z9hG4bKa'));
    await until(() => trunk.text.includes('200 OK'), 'the answer');
  });

  test('that names the sender lets requests to its port take the connection (RFC 5923)', async () => {
    const { endpoint, listener } = await tlsServer({ dns: ['a.example'] }, { clientCertificates: 'asked' });
    const trunk = await phone(listener, clientFiles);
    trunk.socket.write(options('SIP/2.0/TLS carrier.example:5099;alias;branch=z9hG4bKa'));
    const liar = await phone(listener, clientFiles);
    liar.socket.write(options('SIP/2.0/TLS other.example:5098;alias;branch=z9hG4bKb'));
    const stranger = await phone(listener);
    stranger.socket.write(options('SIP/2.0/TLS carrier.example:5097;alias;branch=z9hG4bKc'));
    await until(() => endpoint.messages.length === 3, 'all requests');
    const reached = (port: number, serverName: string) =>
      endpoint.layer.existingFlow({ protocol: 'tls', address: '127.0.0.1', port, serverName })?.remotePort;
    expect(reached(5099, 'carrier.example')).toBe(trunk.socket.localPort);
    expect(reached(5099, 'other.example')).toBeUndefined();
    expect(reached(5098, 'other.example')).toBeUndefined();
    expect(reached(5098, 'carrier.example')).toBeUndefined();
    expect(reached(5097, 'carrier.example')).toBeUndefined();
    trunk.socket.destroy();
    await until(() => endpoint.closedFlows.length === 1, 'the end');
    expect(reached(5099, 'carrier.example')).toBeUndefined();
  });
});

describe('a TLS connection that we open', () => {
  test.each([
    ['the domain asked for', { dns: ['peer.example'] }, 'peer.example'],
    ['the domain by a SIP URI', { uris: ['sip:peer.example'], dns: ['host.example'] }, 'peer.example'],
    ['the address, when that was asked for', { addresses: ['127.0.0.1'] }, undefined],
  ])('comes about when the certificate names %s', async (_what, names, serverName) => {
    const peer = await tlsServer(names);
    const us = await tlsServer({ dns: ['us.example'] });
    const flow = await us.endpoint.layer.flowTo(target(peer.listener, serverName));
    expect(flow).toMatchObject({ protocol: 'tls', accepted: false, listener: us.listener });
    expect(flow.verifiedNames).toContain(serverName ?? '127.0.0.1');
  });

  test.each([
    ['another domain', { dns: ['other.example'] }, 'peer.example'],
    ['a wildcard', { dns: ['*.example'] }, 'peer.example'],
    [
      'a host while a SIP URI names another domain',
      { uris: ['sip:x.example'], dns: ['p.example'] },
      'p.example',
    ],
    ['no address', { dns: ['peer.example'] }, undefined],
  ])('fails when the certificate names %s', async (_what, names, serverName) => {
    const peer = await tlsServer(names);
    const us = await tlsServer({ dns: ['us.example'] });
    await expect(us.endpoint.layer.flowTo(target(peer.listener, serverName))).rejects.toMatchObject({
      code: 'ECERTIFICATE',
    });
    expect(us.endpoint.layer.counters().refusedConnections).toEqual([['server-certificate', 1]]);
    expect(us.endpoint.layer.counters().flows.tls).toBe(0);
  });

  test('fails with a certificate of nobody we trust, unless that was asked for', async () => {
    const others = await TestCertificates.create();
    cleanUps.push(() => others.remove());
    const peer = await tlsServer({ dns: ['peer.example'] });
    const careful = await tlsServer({ dns: ['us.example'] }, { caFile: others.caFile });
    const careless = await tlsServer(
      { dns: ['us.example'] },
      { caFile: others.caFile, verifyServers: false },
    );
    const wanted = target(peer.listener, 'peer.example');
    await expect(careful.endpoint.layer.flowTo(wanted)).rejects.toMatchObject({ code: 'ECERTIFICATE' });
    expect(await careless.endpoint.layer.flowTo(wanted)).toMatchObject({ verifiedNames: [] });
  });

  test('is used again for its domain, and not for another at the same address', async () => {
    const peer = await tlsServer({ dns: ['one.example', 'two.example'] });
    const us = await tlsServer({ dns: ['us.example'] });
    const one = await us.endpoint.layer.flowTo(target(peer.listener, 'one.example'));
    expect(await us.endpoint.layer.flowTo(target(peer.listener, 'one.example'))).toBe(one);
    expect(await us.endpoint.layer.flowTo(target(peer.listener, 'two.example'))).toBe(one);
    await expect(us.endpoint.layer.flowTo(target(peer.listener, 'three.example'))).rejects.toMatchObject({
      code: 'ECERTIFICATE',
    });
  });

  test('shows our certificate when it is asked for', async () => {
    const peer = await tlsServer({ dns: ['peer.example'] }, { clientCertificates: 'required' });
    const us = await tlsServer({ dns: ['us.example'] });
    const flow = await us.endpoint.layer.flowTo(target(peer.listener, 'peer.example'));
    flow.send(Buffer.from(options('SIP/2.0/TLS us.example;branch=z9hG4bKa')));
    await until(() => peer.endpoint.messages.length === 1, 'the request');
    expect(peer.endpoint.messages[0]?.flow.verifiedNames).toEqual(['us.example']);
  });

  test('to one who does not speak TLS fails', async () => {
    const plain = new TestEndpoint();
    cleanUps.push(() => plain.close());
    const listener = await plain.layer.listen('tcp', { host: '127.0.0.1', port: 0 });
    const us = await tlsServer({ dns: ['us.example'] }, {}, { connectTimeoutMs: 300 });
    await expect(us.endpoint.layer.flowTo(target(listener))).rejects.toMatchObject({ code: 'EUNREACHABLE' });
  });
});
