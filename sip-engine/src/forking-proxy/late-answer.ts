import { contactUri, Dialog } from '../dialog/dialog.ts';
import { parseCSeq } from '../message/cseq.ts';
import type { SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { flowAtHand } from '../sending/next-hop.ts';
import { RoutedRequest, type RoutedRequestPorts } from '../sending/routed-request.ts';
import type { Flow } from '../transport/flow.ts';

/**
 * A call that was answered when its caller had been refused already: the 2xx can reach nobody who would acknowledge it
 * or hang up, so we do. It happens when a target that never rang, and so could not be cancelled, answers at last.
 */
export class LateAnswer {
  readonly #flow: Flow;
  readonly #ack: Buffer;

  /** @param routeSet the Record-Route values between us and the callee, the nearest first */
  constructor(ports: RoutedRequestPorts, response: SipResponse, flow: Flow, routeSet: readonly string[]) {
    const { headers } = response;
    const [from, to] = [headers.get('From') ?? '', headers.get('To') ?? ''];
    const cseq = parseCSeq(headers.get('CSeq') ?? '')?.number ?? 0;
    const dialog = new Dialog({
      role: 'uac',
      method: 'INVITE',
      callId: headers.get('Call-ID') ?? '',
      localTag: tagOf(from) ?? '',
      remoteTag: tagOf(to),
      localAddress: from,
      remoteAddress: to,
      localCSeq: cseq,
      remoteCSeq: null,
      remoteTarget: contactUri(headers),
      routeSet,
      contact: null,
    });
    const hop = dialog.nextHop() ?? { kind: 'flow', flow };
    this.#flow = flowAtHand(ports, hop) ?? flow;
    this.#ack = ports.transactions.sendDirect(dialog.request('ACK', cseq), this.#flow);
    const byeCSeq = dialog.nextCSeq();
    new RoutedRequest(ports, hop, {
      prepare: () => dialog.request('BYE', byeCSeq),
      onResponse: () => {},
      onFailure: () => {},
    });
  }

  /** The 2xx came again: the ACK was lost. */
  acknowledgeAgain(): void {
    this.#flow.send(this.#ack);
  }
}
