import { describe, expect, test } from 'vitest';
import { type CliOptions, parseCommandLine, UsageError } from './cli-options.ts';
import { readVariables } from './cli-usage.ts';

function parsed(args: readonly string[], env: NodeJS.ProcessEnv = {}): CliOptions {
  const options = parseCommandLine(args, env);
  if (typeof options === 'string') throw new Error(`only ${options} was asked for`);
  return options;
}

describe('the command line of drachtio-server', () => {
  test('gives one socket per transport of a contact, and its public address', () => {
    const options = parsed(
      [
        '--contact',
        'sip:127.0.0.1:5070;transport=udp,tcp',
        '--external-ip',
        '192.0.2.1',
        '-c',
        'sip:[::1];transport=udp',
        '--port',
        '9000',
        '--secret',
        's',
      ],
      {},
    );
    expect(options.engine.contacts).toEqual([
      { protocol: 'udp', host: '127.0.0.1', port: 5070, advertisedHost: '192.0.2.1' },
      { protocol: 'tcp', host: '127.0.0.1', port: 5070, advertisedHost: '192.0.2.1' },
      { protocol: 'udp', host: '::1', port: 5060, advertisedHost: undefined },
    ]);
    expect(options.engine.admin).toEqual({ host: '0.0.0.0', port: 9000, secret: 's' });
  });

  test('serves every address without a contact', () => {
    const contacts = parsed([], {}).engine.contacts ?? [];
    expect(contacts).toContainEqual({
      protocol: 'udp',
      host: '127.0.0.1',
      port: 5060,
      advertisedHost: undefined,
    });
  });

  test('takes the environment where no flag says otherwise', () => {
    const options = parsed(['--loglevel', 'debug'], {
      DRACHTIO_SECRET: 'e',
      DRACHTIO_LOGLEVEL: 'error',
    });
    expect(options.engine.admin?.secret).toBe('e');
    expect(options.logLevel).toBe('debug');
  });

  test('names where requests, copies and metrics go', () => {
    const args =
      '--http-handler http://10.0.0.1/route --http-method POST --homer 10.0.0.2:9061 --homer-id 7 ' +
      '--prometheus-scrape-port 9090 --tcp-keepalive-interval 0 --always-send-180';
    const { engine, metrics } = parsed(args.split(' '));
    expect(engine.requestHandlers).toEqual([
      { method: '*', url: 'http://10.0.0.1/route', httpMethod: 'POST', verifyPeer: true },
    ]);
    expect(engine.hep).toEqual({ host: '10.0.0.2', port: 9061, transport: 'udp', captureId: 7 });
    expect(metrics).toEqual({ host: '0.0.0.0', port: 9090 });
    expect(engine.admin?.keepAliveMs).toBe(0);
    expect(engine.rules?.alwaysSend180).toBe(true);
  });

  test('takes flags and variables that mean nothing here, and tells which', () => {
    const args = ['--daemon', '-f', '/etc/drachtio.conf.xml', '--blacklist-redis-address', '10.0.0.1'];
    const variables = { DRACHTIO_BLACKLIST_REDIS_ADDRESS: '10.0.0.1', DRACHTIO_SECRET: 'e', PATH: '/' };
    expect(parsed(args, variables).ignored).toEqual([
      ...['--daemon', '--file', '--blacklist-redis-address', 'DRACHTIO_BLACKLIST_REDIS_ADDRESS'],
    ]);
  });

  test('reads each variable that it does not tell of as one without effect', () => {
    const read = new Set<string>();
    const files = { DRACHTIO_TLS_CERT_FILE: '/a.pem', DRACHTIO_TLS_KEY_FILE: '/a.key' };
    const given: NodeJS.ProcessEnv = { ...files, DRACHTIO_HOMER_ADDRESS: '10.0.0.1' };
    const recording = new Proxy(given, {
      get: (env, name) => {
        if (typeof name !== 'string') return undefined;
        read.add(name);
        return env[name];
      },
    });
    parsed([], recording);
    expect([...read].sort()).toEqual([...readVariables].sort());
  });

  test('takes the letters of drachtio-server, and the largest datagram from the environment', () => {
    const args =
      '-c sip:10.0.0.5 -x 192.0.2.1 -n 10.0.0.0/8 -F s -E 127.0.0.1 -a http://h/ -m POST -u drachtio -I';
    const { engine, ignored } = parsed(args.split(' '), { DRACHTIO_UDP_MTU: '4096' });
    const [contact] = engine.contacts;
    expect(contact).toMatchObject({ advertisedHost: '192.0.2.1', localNetworks: ['10.0.0.0/8'] });
    expect(engine.admin).toMatchObject({ host: '127.0.0.1', secret: 's' });
    expect(engine.requestHandlers).toMatchObject([{ url: 'http://h/', httpMethod: 'POST' }]);
    expect(engine.maxUdpRequestBytes).toBe(4096);
    expect(ignored).toEqual(['--user', '--aggressive-nat-detection']);
  });

  test('gives TLS and secure WebSocket contacts their certificate, ports and NAT', () => {
    const args = ['-c', 'sips:10.0.0.5', '--external-ip', '192.0.2.1', '--local-net', '10.0.0.0/8'];
    args.push('-c', 'sip:[::1];transport=wss', '--allowed-origin', 'https://a.example', '--mtu', '4096');
    args.push('--next-target-after', '800');
    args.push('--max-connections-per-address', '20', '--uncapped-address', '::1');
    args.push('--cert-file', '/a.pem', '--key-file', '/a.key', '--client-certs', 'asked');
    const { engine } = parsed(args);
    const tls = { certFile: '/a.pem', keyFile: '/a.key', clientCertificates: 'asked', verifyServers: true };
    expect(engine.contacts).toMatchObject([
      {
        protocol: 'tls',
        host: '10.0.0.5',
        port: 5061,
        advertisedHost: '192.0.2.1',
        localNetworks: ['10.0.0.0/8'],
        tls,
      },
      { protocol: 'wss', host: '::1', port: 443, allowedOrigins: ['https://a.example'], tls },
    ]);
    expect(engine.maxUdpRequestBytes).toBe(4096);
    expect(engine.nextTargetAfterMs).toBe(800);
    expect(engine.connections).toEqual({ maxConnectionsPerAddress: 20, uncappedAddresses: ['::1/128'] });
  });

  test('asks for help or the version with a letter', () => {
    expect(parseCommandLine(['-h'], {})).toBe('help');
    expect(parseCommandLine(['-v'], {})).toBe('version');
  });

  test.each([
    [['--contact', 'nonsense']],
    [['--contact', 'sip:*;transport=pigeon']],
    [['--port', '70000']],
    [['--loglevel', 'loud']],
    [['--unheard-of']],
    [['--contact', 'sips:*']],
    [['--cert-file', '/a.pem']],
    [['--contact', 'sip:10.0.0.1', '--local-net', '10.0.0.0/64']],
    [['--client-certs', 'perhaps', '--cert-file', '/a.pem', '--key-file', '/a.key']],
    [['--mtu', 'small']],
    [['--next-target-after', '0']],
    [['--max-connections-per-address', 'few']],
    [['--uncapped-address', 'proxy.example.com']],
    [['--tls-port', '9023']],
    [['--http-handler', 'ftp://x']],
    [['--http-handler', 'http://x', '--http-method', 'SING']],
    [['--homer', ':']],
    [['--tcp-keepalive-interval', 'often']],
  ])('%j is refused with a sentence', (args) => {
    expect(() => parseCommandLine(args, {})).toThrow(UsageError);
  });
});
