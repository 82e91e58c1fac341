import { parseCSeq } from '../message/cseq.ts';
import type { SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { flowAtHand } from '../sending/next-hop.ts';
import { RoutedRequest, type RoutedRequestPorts } from '../sending/routed-request.ts';
import type { Flow } from '../transport/flow.ts';
import { contactUri, Dialog } from './dialog.ts';

/**
 * A 2xx that nobody wants, acknowledged and hung up at once: that of a second telephone behind one forked INVITE (RFC
 * 3261 §13.2.2.4), or of one that could not be cancelled in time and whose caller has been refused meanwhile.
 */
export class UnwantedAnswer {
  readonly #flow: Flow;
  readonly #ack: Buffer;

  /**
   * @param flow where it came from, which is also the way back when no route is recorded
   * @param routeSet the Record-Route values between us and the callee, the nearest first
   */
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
    dialog.peerFlow = routeSet.length === 0 ? flow : null;
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
