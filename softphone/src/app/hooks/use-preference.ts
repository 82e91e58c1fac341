import { useCallback, useSyncExternalStore } from 'react';
import { Listeners } from '../../core/listeners.ts';

const changes = new Listeners();

/** A choice that this browser remembers; null is "no choice". */
export function usePreference(
  name: 'microphone' | 'speaker',
): readonly [string | null, (value: string | null) => void] {
  const key = `tandem.${name}`;
  const value = useSyncExternalStore(
    useCallback((listener) => changes.add(listener), []),
    () => localStorage.getItem(key),
  );
  const change = useCallback(
    (next: string | null) => {
      if (next === null) localStorage.removeItem(key);
      else localStorage.setItem(key, next);
      changes.notify();
    },
    [key],
  );
  return [value, change];
}
