/** One SIP message between two parties of a call. */
export interface LadderMessage {
  readonly atMs: number;
  /** Names of the sender and the receiver, as in `parties`. */
  readonly from: string;
  readonly to: string;
  /** The start line’s essence: `INVITE` or `200 OK`. */
  readonly label: string;
  readonly kind: MessageKind;
  /** Whether it carries a session description. */
  readonly withSdp: boolean;
}

export type MessageKind = 'request' | 'provisional' | 'success' | 'redirect' | 'failure';

/** A vertical line. */
export interface Lane {
  readonly party: string;
  readonly x: number;
}

/** A message as an arrow. */
export interface Arrow {
  /** Its place in the list of messages. */
  readonly index: number;
  readonly fromX: number;
  readonly toX: number;
  readonly y: number;
  readonly label: string;
  readonly kind: MessageKind;
  /** Milliseconds since the first message. */
  readonly sinceStartMs: number;
  /** True where so much time passed since the message before that a gap is drawn. */
  readonly afterPause: boolean;
}

export interface Ladder {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly Lane[];
  readonly arrows: readonly Arrow[];
}

/** Three of them fit beside the facts of a call on a laptop. */
const laneWidth = 176;
const timeWidth = 86;
const headHeight = 44;
const rowHeight = 34;
const pauseHeight = 18;
const pauseMs = 1_000;

/** From `200 OK` to `success`, by the class of the status (RFC 3261 §7.2); null is a request. */
export function kindOf(status: number | null): MessageKind {
  if (status === null) return 'request';
  if (status < 200) return 'provisional';
  if (status < 300) return 'success';
  return status < 400 ? 'redirect' : 'failure';
}

/**
 * Places the messages of a call on a ladder, one row each, in the order of time; messages that came in the same
 * millisecond stay in the order of the list. Pauses of a second and more are told apart from ordinary rows.
 * @param parties from left to right; a message of an unknown party is left out
 */
export function layOutLadder(parties: readonly string[], messages: readonly LadderMessage[]): Ladder {
  const lanes = parties.map((party, index) => ({ party, x: timeWidth + laneWidth * (index + 0.5) }));
  const xOf = new Map(lanes.map(({ party, x }) => [party, x]));
  const inOrder = messages.map((message, index) => ({ message, index }));
  inOrder.sort((a, b) => a.message.atMs - b.message.atMs || a.index - b.index);
  const startMs = inOrder[0]?.message.atMs ?? 0;
  const arrows: Arrow[] = [];
  let y = headHeight;
  let lastMs = startMs;
  for (const { message, index } of inOrder) {
    const fromX = xOf.get(message.from);
    const toX = xOf.get(message.to);
    if (fromX === undefined || toX === undefined) continue;
    const afterPause = message.atMs - lastMs >= pauseMs;
    y += rowHeight + (afterPause ? pauseHeight : 0);
    lastMs = message.atMs;
    const { label, kind, atMs } = message;
    arrows.push({ index, fromX, toX, y, label, kind, sinceStartMs: atMs - startMs, afterPause });
  }
  return { width: timeWidth + laneWidth * parties.length, height: y + rowHeight, lanes, arrows };
}
