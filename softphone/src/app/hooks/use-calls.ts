import { useCallback, useSyncExternalStore } from 'react';
import type { CallView } from '../../core/call/call-engine.ts';
import { useEngine } from './use-engine.ts';

const none: readonly CallView[] = [];

export function useCalls(): readonly CallView[] {
  const engine = useEngine();
  return useSyncExternalStore(
    useCallback((listener) => engine?.subscribe(listener) ?? (() => undefined), [engine]),
    () => engine?.calls() ?? none,
  );
}
