/** How many datagrams libuv hands over of one socket before it looks at anything else (`uv__udp_recvmsg`). */
const FULL_TURN = 32;

/**
 * Tells whether datagrams wait in the kernel: a turn of the event loop that takes as many as a turn can has left some
 * behind. A loop that is never idle yet empties its sockets in each turn is busy, and nobody waits for it.
 * Turns are only told apart while somebody asks, for that costs a callback each.
 */
export class Backlog {
  #watching = false;
  #inTurn = 0;
  #turns = 0;
  #fullTurns = 0;

  /** A datagram is handled. */
  datagram(): void {
    if (!this.#watching) return;
    this.#inTurn += 1;
    if (this.#inTurn === 1) setImmediate(this.#turnEnds);
  }

  /** From now on turns are told apart, or no longer. */
  watch(wanted: boolean): void {
    this.#watching = wanted;
  }

  /** The share of turns that left datagrams behind since the last time this was asked, 0 to 1; 0 without any. */
  take(): number {
    const share = this.#turns === 0 ? 0 : this.#fullTurns / this.#turns;
    this.#turns = 0;
    this.#fullTurns = 0;
    return share;
  }

  readonly #turnEnds = (): void => {
    this.#turns += 1;
    if (this.#inTurn >= FULL_TURN) this.#fullTurns += 1;
    this.#inTurn = 0;
  };
}
