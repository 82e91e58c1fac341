import { describe, expect, test } from 'vitest';
import { parseCommandLine, UsageError } from './cli-options.ts';

describe('the command line of drachtio-server', () => {
  test('gives one socket per transport of a contact, and its public address', () => {
    const options = parseCommandLine(
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
    expect(options?.engine.contacts).toEqual([
      { protocol: 'udp', host: '127.0.0.1', port: 5070, advertisedHost: '192.0.2.1' },
      { protocol: 'tcp', host: '127.0.0.1', port: 5070, advertisedHost: '192.0.2.1' },
      { protocol: 'udp', host: '::1', port: 5060, advertisedHost: undefined },
    ]);
    expect(options?.engine.admin).toEqual({ host: '0.0.0.0', port: 9000, secret: 's' });
  });

  test('serves every address without a contact', () => {
    const contacts = parseCommandLine([], {})?.engine.contacts ?? [];
    expect(contacts).toContainEqual({
      protocol: 'udp',
      host: '127.0.0.1',
      port: 5060,
      advertisedHost: undefined,
    });
  });

  test('takes the environment where no flag says otherwise', () => {
    const options = parseCommandLine(['--loglevel', 'debug'], {
      DRACHTIO_SECRET: 'e',
      DRACHTIO_LOGLEVEL: 'error',
    });
    expect(options?.engine.admin?.secret).toBe('e');
    expect(options?.logLevel).toBe('debug');
  });

  test.each([
    [['--contact', 'nonsense']],
    [['--contact', 'sip:*;transport=pigeon']],
    [['--port', '70000']],
    [['--loglevel', 'loud']],
    [['--unheard-of']],
  ])('%j is refused with a sentence', (args) => {
    expect(() => parseCommandLine(args, {})).toThrow(UsageError);
  });
});
