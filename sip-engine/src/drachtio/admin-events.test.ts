import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import Srf from 'drachtio-srf';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SipPeer, sdpOf } from '../testing/sip-peer.ts';
import { type CertificateFiles, TestCertificates } from '../testing/test-certificates.ts';
import { TestEngine, testSecret } from '../testing/test-engine.ts';

let certificates: TestCertificates;
let files: CertificateFiles;
let engine: TestEngine;
let caller: SipPeer;

beforeEach(async () => {
  certificates = await TestCertificates.create();
  files = await certificates.issue({ dns: ['old.example'] });
  engine = await TestEngine.start({
    admin: { host: '127.0.0.1', port: 0, secret: testSecret, tls: { port: 0, ...files } },
  });
  caller = await engine.udpPeer();
});

afterEach(async () => {
  await engine.stop();
  certificates.remove();
});

const invite = () => caller.request('INVITE', `sip:bob@127.0.0.1:${engine.port('udp')}`, {}, sdpOf('caller'));

describe('an application over TLS', () => {
  test('is served like one over TCP', async () => {
    const srf = new Srf();
    const connected = once(srf, 'connect');
    const options = {
      ...{ host: '127.0.0.1', port: engine.engine.adminTlsPort ?? 0, secret: testSecret },
      tls: { rejectUnauthorized: false },
    };
    srf.connect(options);
    const [error] = await connected;
    expect(error).toBeNull();
    srf.use('options', (_req: Srf.SrfRequest, res: Srf.SrfResponse) => res.send(204));
    await expect
      .poll(async () => {
        caller.send(caller.request('OPTIONS', 'sip:bob@127.0.0.1'));
        await caller.take(({ kind }) => kind === 'response', 'answer');
        return caller.received.some((message) => message.kind === 'response' && message.status === 204);
      })
      .toBe(true);
    srf.disconnect();
  });

  test('gets the new certificate when the files change, and one that is connected stays', async () => {
    const connect = async () => {
      const port = engine.engine.adminTlsPort ?? 0;
      const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      return socket;
    };
    const before = await connect();
    await certificates.issue({ dns: ['new.example'] }, files);
    expect(engine.engine.reloadCertificates()).toBe(true);
    const after = await connect();
    const names = [before, after].map((socket) => socket.getPeerCertificate().subjectaltname);
    expect(names).toEqual(['DNS:old.example', 'DNS:new.example']);
    before.write(`${`m|authenticate|${testSecret}|`.length}#m|authenticate|${testSecret}|`);
    const [chunk] = await once(before, 'data');
    expect(String(chunk)).toContain('|OK|');
    before.destroy();
    after.destroy();
  });

  test('without the secret is refused', async () => {
    const socket = connectTls({
      ...{ host: '127.0.0.1', port: engine.engine.adminTlsPort ?? 0, rejectUnauthorized: false },
    });
    await once(socket, 'secureConnect');
    socket.write('16#m|authenticate|x');
    socket.write('18#m|authenticate|no|');
    const [chunk] = await once(socket, 'data');
    expect(String(chunk)).toContain('|NO|incorrect secret');
    await once(socket, 'close');
  });
});

describe('a connection that drops', () => {
  test('is told to every application that asked for it, unmodified drachtio-srf and all', async () => {
    const told: string[] = [];
    for (const name of ['first', 'second']) {
      const srf = await engine.overTcp();
      srf.use('flow-closed', (req: Srf.SrfRequest) => {
        told.push(`${name} ${req.protocol} ${req.source_address}:${req.source_port} ${req.source}`);
      });
      srf.use('register', (req: Srf.SrfRequest, res: Srf.SrfResponse) =>
        res.send(200, { headers: { Contact: req.get('Contact'), Expires: '60' } }),
      );
    }
    const silent = await engine.overTcp();
    silent.use('options', (_req: Srf.SrfRequest, res: Srf.SrfResponse) => res.send(200));
    const phone = await engine.tcpPeer();
    await expect
      .poll(async () => {
        phone.send(phone.request('REGISTER', 'sip:127.0.0.1', { Expires: '60' }));
        await phone.take(({ kind }) => kind === 'response', 'answer');
        return phone.received.some((message) => message.kind === 'response' && message.status === 200);
      })
      .toBe(true);
    phone.close();
    const about = `tcp ${phone.wire.localHostPort} application`;
    await expect.poll(() => [...told].sort()).toEqual([`first ${about}`, `second ${about}`]);
    caller.send(caller.request('OPTIONS', 'sip:127.0.0.1'));
    await caller.takeResponse(200);
  });

  test('cannot be invented by a peer', async () => {
    const told: string[] = [];
    const srf = await engine.overTcp();
    srf.use('flow-closed', (req: Srf.SrfRequest) => told.push(req.source));
    srf.use('options', (_req: Srf.SrfRequest, res: Srf.SrfResponse) => res.send(200));
    caller.send(caller.request('FLOW-CLOSED', 'sip:127.0.0.1:1;transport=tcp'));
    const refused = await caller.takeResponse(501);
    expect(refused.headers.get('Allow') ?? '').not.toContain('FLOW');
    expect(told).toEqual([]);
  });
});

/** What srf tells of calls: event, source, role or end, and the first word of the message. */
async function recordingApplication(): Promise<{ srf: Srf; records: string[] }> {
  const srf = await engine.overTcp();
  const records: string[] = [];
  const start = (message: { method?: string; status?: number }): string =>
    String(message.method ?? message.status);
  srf.on('cdr:attempt', (source: string, _time: string, message: object) =>
    records.push(`attempt ${source} ${start(message)}`),
  );
  srf.on('cdr:start', (source: string, _time: string, role: string, message: object) =>
    records.push(`start ${source} ${role} ${start(message)}`),
  );
  srf.on('cdr:stop', (source: string, _time: string, end: string, message: object) =>
    records.push(`stop ${source} ${end} ${start(message)}`),
  );
  return { srf, records };
}

/** Every route that was sent before has been taken when this is answered. */
async function routed(srf: Srf): Promise<void> {
  srf.use('options', (_req: Srf.SrfRequest, res: Srf.SrfResponse) => res.send(204));
  await expect
    .poll(async () => {
      caller.send(caller.request('OPTIONS', 'sip:127.0.0.1'));
      await caller.take(({ kind }) => kind === 'response', 'answer');
      return caller.received.some((message) => message.kind === 'response' && message.status === 204);
    })
    .toBe(true);
}

describe('call records', () => {
  test('tell of an answered call: attempt, start and stop', async () => {
    const { srf, records } = await recordingApplication();
    srf.invite(async (req, res) => {
      await srf.createUAS(req, res, { localSdp: sdpOf('application') });
    });
    await routed(srf);
    const request = invite();
    caller.send(request);
    const answer = await caller.takeResponse(200);
    caller.send(caller.inDialog(request, answer, 'ACK', 1));
    caller.send(caller.inDialog(request, answer, 'BYE', 2));
    await caller.takeResponse(200, 'BYE');
    await expect
      .poll(() => records)
      .toEqual(['attempt network INVITE', 'start application uas 200', 'stop network normal-release BYE']);
  });

  test('tell of calls that the engine ends in the place of an application', async () => {
    const { srf, records } = await recordingApplication();
    srf.invite((req, res) => {
      if (req.has('Proxy-Require')) srf.proxyRequest(req, 'sip:bob@127.0.0.1:9', {}, () => {});
      else res.send(180);
    });
    await routed(srf);
    const uri = `sip:bob@127.0.0.1:${engine.port('udp')}`;
    caller.send(caller.request('INVITE', uri, { Expires: '0' }));
    await caller.takeResponse(487);
    caller.send(caller.request('INVITE', uri, { 'Proxy-Require': 'foo' }));
    await caller.takeResponse(420);
    await expect
      .poll(() => records)
      .toEqual([
        'attempt network INVITE',
        'stop network call-canceled INVITE',
        'attempt network INVITE',
        'stop application call-rejected 420',
      ]);
  });

  test('tell of calls that an application makes: answered, refused and cancelled', async () => {
    const { srf, records } = await recordingApplication();
    await routed(srf);
    const callee = await engine.udpPeer();
    const uri = callee.contact.slice(1, -1);
    const calling = srf.createUAC(uri, { localSdp: sdpOf('application') });
    callee.respond(await callee.takeRequest('INVITE'), 200, { body: sdpOf('callee') });
    const dialog = await calling;
    await callee.takeRequest('ACK');
    const hungUp = dialog.destroy();
    callee.respond(await callee.takeRequest('BYE'), 200);
    await hungUp;
    const refused = srf.createUAC(uri, { localSdp: sdpOf('application') });
    callee.respond(await callee.takeRequest('INVITE'), 486);
    await expect(refused).rejects.toThrow();
    await expect
      .poll(() => records)
      .toEqual([
        ...['attempt application INVITE', 'start network uac 200', 'stop application normal-release BYE'],
        ...['attempt application INVITE', 'stop network call-rejected 486'],
      ]);
  });

  test('tell of a refused, a cancelled and a proxied call', async () => {
    const { srf, records } = await recordingApplication();
    const recorded = async (expected: readonly string[]): Promise<void> => {
      await expect.poll(() => records).toEqual(expected);
      records.length = 0;
    };
    const callee = await engine.udpPeer();
    let todo: (req: Srf.SrfRequest, res: Srf.SrfResponse) => void = (_req, res) => res.send(603);
    srf.invite((req, res) => todo(req, res));
    await routed(srf);
    caller.send(invite());
    await caller.takeResponse(603);
    await recorded(['attempt network INVITE', 'stop application call-rejected 603']);

    todo = () => {};
    const cancelled = invite();
    caller.send(cancelled);
    await caller.takeResponse(100);
    const copied = Object.fromEntries(
      ['Via', 'From', 'To', 'Call-ID'].map((name) => [name, cancelled.headers.get(name) ?? '']),
    );
    caller.send(caller.request('CANCEL', cancelled.uri, copied));
    await caller.takeResponse(487);
    await recorded(['attempt network INVITE', 'stop network call-canceled INVITE']);

    todo = (req) => void srf.proxyRequest(req, [callee.contact.slice(1, -1)], { recordRoute: true });
    const proxied = invite();
    caller.send(proxied);
    callee.respond(await callee.takeRequest('INVITE'), 200, { body: sdpOf('callee') });
    const answer = await caller.takeResponse(200, 'INVITE');
    caller.send(caller.inDialog(proxied, answer, 'ACK', 1));
    await callee.takeRequest('ACK');
    caller.send(caller.inDialog(proxied, answer, 'BYE', 2));
    callee.respond(await callee.takeRequest('BYE'), 200);
    await caller.takeResponse(200, 'BYE');
    await recorded([
      ...['attempt network INVITE', 'attempt application INVITE'],
      ...['start network proxy-uac 200', 'start application proxy-uas 200'],
      ...['stop network normal-release BYE', 'stop application normal-release BYE'],
    ]);
  });
});
