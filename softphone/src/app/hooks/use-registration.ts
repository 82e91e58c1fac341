import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { RegistrationState } from '../../core/call/call-engine.ts';
import { useEngine } from './use-engine.ts';
import { usePhone } from './use-phone.ts';
import { useStateOf } from './use-state-of.ts';

/** Whether calls can come in, including the time before there is an engine. */
export function useRegistration(): RegistrationState {
  const { line } = usePhone();
  const engine = useEngine();
  const lineState = useStateOf(line);
  const ofEngine = useSyncExternalStore(
    useCallback((listener) => engine?.subscribe(listener) ?? (() => undefined), [engine]),
    () => engine?.registration() ?? null,
  );
  return useMemo(() => {
    if (ofEngine) return ofEngine;
    if (lineState.kind !== 'failed') return { kind: 'connecting' };
    return { kind: 'reconnecting', reason: lineState.reason, retryAtMs: lineState.retryAtMs };
  }, [lineState, ofEngine]);
}
