import type Srf from 'drachtio-srf';

/** `request` as drachtio-srf 5.0.29 has it, which its types tell otherwise. */
interface Requester {
  request(
    uri: string,
    options: { readonly method: string },
    sent: (error: unknown, request?: SentRequest) => void,
  ): void;
}

interface SentRequest {
  on(event: 'response', listener: (response: { readonly status: number }) => void): void;
}

const isRequester = (srf: object): srf is Requester => 'request' in srf;

/** Sends a request of an application outside dialogs. @returns the status of the answer */
export function statusOf(srf: Srf, method: string, uri: string): Promise<number> {
  if (!isRequester(srf)) throw new Error('drachtio-srf 5 is needed');
  return new Promise((resolve, reject) => {
    srf.request(uri, { method }, (error, request) => {
      if (request === undefined) reject(error);
      else request.on('response', ({ status }) => resolve(status));
    });
  });
}
