import { useCallback, useSyncExternalStore } from 'react';
import type { CallEngine } from '../../core/call/call-engine.ts';
import { usePhone } from './use-phone.ts';

/** The engine, or null until the line is open. */
export function useEngine(): CallEngine | null {
  const { line } = usePhone();
  const state = useSyncExternalStore(
    useCallback((listener) => line.subscribe(listener), [line]),
    () => line.state,
  );
  return state.kind === 'open' ? state.engine : null;
}
