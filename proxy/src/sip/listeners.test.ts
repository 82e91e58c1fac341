import { describe, expect, it } from 'vitest';
import { configSchema } from '../config/schema.ts';
import { listenSentence, sipListeners } from './listeners.ts';

const sipOf = (sip: unknown) => configSchema.parse({ sip }).sip;
const certificate = { certFile: '/data/certificate.pem', keyFile: '/data/certificate.key' };

describe('SIP is received', () => {
  it('out of the box by UDP, TCP and TLS, with the certificate of the web pages', () => {
    const main = { host: '0.0.0.0', advertisedHost: '192.0.2.7', localNetworks: [] };
    expect(sipListeners(sipOf({}), '192.0.2.7', certificate)).toEqual([
      { protocol: 'udp', port: 5060, ...main },
      { protocol: 'tcp', port: 5060, ...main },
      {
        protocol: 'tls',
        port: 5061,
        ...main,
        tls: { ...certificate, caFile: undefined, clientCertificates: 'ignored', verifyServers: true },
      },
    ]);
  });

  it('on further addresses, each known to peers by its own', () => {
    const listener = {
      transports: ['udp', 'tls'],
      host: '10.0.0.5',
      port: 5080,
      advertisedHost: '203.0.113.7',
      advertisedPort: 15_080,
      localNetworks: ['10.0.0.0/8'],
    };
    const own = { certFile: '/a.pem', keyFile: '/a.key', clientCertificates: 'required', caFile: '/ca.pem' };
    const sip = sipOf({ host: '127.0.0.1', tls: { enabled: false, ...own }, listeners: [listener] });
    const { transports: _, ...where } = listener;
    expect(sipListeners(sip, '192.0.2.7', certificate).slice(2)).toEqual([
      { protocol: 'udp', ...where },
      { protocol: 'tls', ...where, tls: { ...own, verifyServers: true } },
    ]);
  });
});

describe('a port that is taken', () => {
  it.each([
    [5060, 'sip.port (TANDEM_SIP_PORT)'],
    [5061, 'sip.tls.port (TANDEM_SIP_TLS_PORT)'],
    [5080, 'sip.listeners'],
  ])('%i is told with the setting %s', (port, setting) => {
    const error = Object.assign(new Error('bind EADDRINUSE'), {
      code: 'EADDRINUSE',
      address: '10.0.0.5',
      port,
    });
    expect(listenSentence(error, sipOf({}))).toBe(`SIP 10.0.0.5:${port} is taken; change ${setting}`);
  });

  it('is told apart from a certificate that cannot be read', () => {
    expect(listenSentence(new Error('/a.pem cannot be used for TLS'), sipOf({}))).toBe(
      'SIP cannot be received on 0.0.0.0:5060: /a.pem cannot be used for TLS',
    );
  });
});
