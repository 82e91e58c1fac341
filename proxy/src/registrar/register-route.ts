import type { Identity } from '../authentication/credentials.ts';
import { type SrfResponseToSend, sendAnswer } from '../authentication/sip-answer.ts';
import type { Authenticate, SrfRequestToAuthenticate } from '../authentication/srf-authentication.ts';
import type { Domains } from '../domains.ts';
import { refusals } from '../errors.ts';
import type { Log } from '../observability/log.ts';
import { type Source, toTransport } from './binding.ts';
import { readRegister } from './register-request.ts';
import { type Registrar, refusalAnswer } from './registrar.ts';

interface SrfRegister extends SrfRequestToAuthenticate {
  readonly protocol: string;
  /** A string in drachtio-srf's types, a number when it runs. */
  readonly source_port: string | number;
}

/** What is used of drachtio-srf. */
interface SrfRoutes {
  use(method: string, handler: (request: SrfRegister, response: SrfResponseToSend) => void): void;
}

/** Answers every REGISTER that drachtio-srf receives. */
export function attachRegistrar(
  srf: SrfRoutes,
  options: { registrar: Registrar; authenticate: Authenticate; domains: Domains; log: Log },
): void {
  const { registrar, authenticate, domains, log } = options;

  const handle = (request: SrfRegister, response: SrfResponseToSend, identity: Identity | null): void => {
    if (!identity) return;
    const read = readRegister(
      { requestUri: request.uri, source: sourceOf(request), header: (name) => unfolded(request.get(name)) },
      identity,
      (host) => domains.isLocal(host),
    );
    if ('kind' in read) {
      log.info('registration refused', { key: read.key, detail: read.detail, user: identity.username });
      sendAnswer(response, refusalAnswer(read));
      return;
    }
    sendAnswer(response, registrar.register(read));
  };

  const failed = (error: unknown, response: SrfResponseToSend): void => {
    log.error('REGISTER failed', { error: error instanceof Error ? error : new Error(String(error)) });
    const { sipStatus, reason } = refusals.internal;
    sendAnswer(response, { status: sipStatus, reason, headers: [] });
  };

  srf.use('register', (request, response) => {
    try {
      const identity = authenticate(request, response);
      if (!(identity instanceof Promise)) handle(request, response, identity);
      else
        identity
          .then((later) => handle(request, response, later))
          .catch((error: unknown) => failed(error, response));
    } catch (error) {
      failed(error, response);
    }
  });
}

const sourceOf = (request: SrfRegister): Source => ({
  protocol: toTransport(request.protocol) ?? 'udp',
  address: request.source_address,
  port: Number(request.source_port),
});

/** drachtio-server hands over folded values as they came: a line feed and space. */
const unfolded = (value: string | undefined): string | undefined =>
  value?.includes('\n') ? value.replace(/[\r\n]+[ \t]*/g, ' ') : value;
