import {
  asError,
  type DialogRequest,
  type IncomingRequest,
  type OutgoingResponse,
  type ReceivedResponse,
  type SipMessage,
} from '../calls/srf.ts';

export type SubscribeHandler = (request: IncomingRequest, response: OutgoingResponse) => void;

/** The dialog of a subscription. */
export interface SubscriptionDialog {
  /** Sends a NOTIFY; calls back for every response, and with an error when it could not be sent. */
  request(request: DialogRequest, responded: (error: unknown, response?: ReceivedResponse) => void): void;
  /** The telephone refreshes or ends its subscription. */
  onSubscribe(handler: SubscribeHandler): void;
  onDestroyed(listener: () => void): void;
}

/** Where subscriptions are made. */
export interface SubscribePort {
  /** @param takes which SUBSCRIBEs outside dialogs; the others are for whoever else is there */
  onSubscribe(handler: SubscribeHandler, takes: (request: Pick<SipMessage, 'get'>) => boolean): void;
  /** Answers one with success, which makes the dialog. @param accepted once; null when no answer could be sent */
  accept(
    request: IncomingRequest,
    response: OutgoingResponse,
    headers: Record<string, string>,
    accepted: (dialog: SubscriptionDialog | null) => void,
  ): void;
}

/** What is used of a dialog of drachtio-srf, or of the engine in this process. */
interface SrfDialog {
  request(request: DialogRequest, responded: (error: unknown, response?: ReceivedResponse) => void): void;
  on(event: 'subscribe', listener: SubscribeHandler): unknown;
  on(event: 'destroy', listener: () => void): unknown;
}

interface SrfCalls<Dialog> {
  createUAS(
    request: IncomingRequest,
    response: OutgoingResponse,
    options: { readonly headers: Record<string, string>; readonly localSdp: string },
    created: (error: unknown, dialog?: Dialog) => void,
  ): unknown;
}

/** The engine in this process. */
interface NativeCalls extends SrfCalls<SrfDialog> {
  use(
    method: string,
    handler: SubscribeHandler,
    takes: (request: Pick<SipMessage, 'get'>) => boolean,
  ): unknown;
}

/** drachtio-srf answers the SUBSCRIBE that ends a subscription itself, by 202. */
interface DrachtioSrf
  extends SrfCalls<
    SrfDialog & { on(event: 'unsubscribe', listener: (request: IncomingRequest) => void): unknown }
  > {
  use(
    method: string,
    handler: (request: IncomingRequest, response: OutgoingResponse, next: () => void) => void,
  ): unknown;
}

export const nativeSubscriptions = (calls: NativeCalls): SubscribePort => ({
  onSubscribe: (handler, takes) => calls.use('subscribe', handler, takes),
  accept: (request, response, headers, accepted) =>
    calls.createUAS(request, response, { headers, localSdp: '' }, (_error, dialog) =>
      accepted(dialog ? subscriptionDialog(dialog) : null),
    ),
});

/** For an engine elsewhere. @throws TypeError when the object is no drachtio-srf */
export function srfSubscriptions(srf: object): SubscribePort {
  if (!isDrachtioSrf(srf)) throw new TypeError('subscriptions need drachtio-srf 5');
  return {
    onSubscribe: (handler, takes) =>
      srf.use('subscribe', (request, response, next) =>
        takes(request) ? handler(request, response) : next(),
      ),
    accept: (request, response, headers, accepted) =>
      srf.createUAS(request, response, { headers, localSdp: '' }, (_error, dialog) => {
        if (!dialog) return accepted(null);
        const { request: send, onDestroyed, onSubscribe } = subscriptionDialog(dialog);
        accepted({
          request: send,
          onDestroyed,
          onSubscribe(handler) {
            onSubscribe(handler);
            dialog.on('unsubscribe', (unsubscribe) => handler(unsubscribe, answeredAlready));
          },
        });
      }),
  };
}

const isDrachtioSrf = (srf: object): srf is DrachtioSrf =>
  ['use', 'createUAS'].every((method) => typeof Reflect.get(srf, method) === 'function');

const answeredAlready: OutgoingResponse = { finalResponseSent: true, send: () => {} };

const subscriptionDialog = (dialog: SrfDialog): SubscriptionDialog => ({
  request(request, responded) {
    try {
      dialog.request(request, responded);
    } catch (error) {
      responded(asError(error));
    }
  },
  onSubscribe: (handler) => void dialog.on('subscribe', handler),
  onDestroyed: (listener) => void dialog.on('destroy', listener),
});
