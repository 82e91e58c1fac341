/** The part of the Web Locks API that is used here. */
interface Locks {
  request<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/**
 * Runs work of one name one after the other: over all tabs with Web Locks, which exist on secure pages only, and
 * within this tab without them.
 */
export function exclusivelyWith(
  locks: Locks | undefined,
): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  if (locks) return (name, work) => locks.request(name, work);
  const tails = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const result = (tails.get(name) ?? Promise.resolve()).then(work, work);
    tails.set(
      name,
      result.catch(() => undefined),
    );
    return result;
  };
}
