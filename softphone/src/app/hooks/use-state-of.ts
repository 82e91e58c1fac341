import { useCallback, useSyncExternalStore } from 'react';

/** What the core tells about itself: a state, and when it becomes another. */
interface Stateful<State> {
  readonly state: State;
  subscribe(listener: () => void): () => void;
}

/** The state of something in the core, now and whenever it changes. */
export function useStateOf<State>(source: Stateful<State>): State {
  return useSyncExternalStore(
    useCallback((listener) => source.subscribe(listener), [source]),
    () => source.state,
  );
}
