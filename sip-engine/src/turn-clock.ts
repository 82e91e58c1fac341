/** Its callbacks come as those of `queueMicrotask`, which costs several times as much. */
const settled = Promise.resolve();

/**
 * A clock that is read once for all that one callback of the event loop does, up to its first `await`: what is handled
 * together happens at one time, and on a virtual machine a reading can cost as much as finding a header field.
 *
 * @param read the clock itself, in any unit
 */
export function turnClock(read: () => number): () => number {
  let now = 0;
  let fresh = false;
  const turnEnds = (): void => {
    fresh = false;
  };
  return () => {
    if (fresh) return now;
    now = read();
    fresh = true;
    void settled.then(turnEnds);
    return now;
  };
}
