import type { RegistrationState } from '../../core/call/call-engine.ts';
import { useNow } from '../hooks/use-now.ts';
import { useRegistration } from '../hooks/use-registration.ts';

/** Says whether this phone rings when somebody calls. */
export function RegistrationChip() {
  const state = useRegistration();
  const waiting = state.kind === 'reconnecting' && state.retryAtMs !== null;
  const now = useNow(waiting);
  return (
    <div className="registration" data-testid="registration-state" data-state={state.kind}>
      <span className="dot" aria-hidden="true" />
      <span aria-hidden={waiting}>{chipText(state, now)}</span>
      <span className="visually-hidden" role="status">
        {spokenText(state)}
      </span>
    </div>
  );
}

function chipText(state: RegistrationState, now: number): string {
  switch (state.kind) {
    case 'registered':
      return 'Ready';
    case 'connecting':
      return 'Connecting…';
    case 'reconnecting':
      if (state.retryAtMs === null) return 'Reconnecting…';
      return `Reconnecting in ${Math.max(1, Math.ceil((state.retryAtMs - now) / 1000))} s`;
    case 'offline':
      return 'Offline';
    case 'failed':
      return 'Not registered';
  }
}

/** Without the seconds, which a screen reader would read out one by one. */
function spokenText(state: RegistrationState): string {
  if (state.kind === 'registered') return 'Your phone is ready for calls.';
  if (state.kind === 'connecting') return 'Connecting to the server.';
  return `Calls cannot reach you. ${state.reason}`;
}
