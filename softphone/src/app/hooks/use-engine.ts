import type { CallEngine } from '../../core/call/call-engine.ts';
import { usePhone } from './use-phone.ts';
import { useStateOf } from './use-state-of.ts';

/** The engine, or null until the line is open. */
export function useEngine(): CallEngine | null {
  const state = useStateOf(usePhone().line);
  return state.kind === 'open' ? state.engine : null;
}
