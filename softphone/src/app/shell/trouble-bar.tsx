import { useEngine } from '../hooks/use-engine.ts';
import { usePhone } from '../hooks/use-phone.ts';
import { useRegistration } from '../hooks/use-registration.ts';

/** Says why calls cannot come in and offers to try again; nothing while all is well. */
export function TroubleBar() {
  const state = useRegistration();
  const engine = useEngine();
  const { line } = usePhone();
  if (state.kind === 'registered' || state.kind === 'connecting') return null;
  const trying = state.kind === 'reconnecting' && state.retryAtMs === null;
  const retry = () => (engine ? engine.retryNow() : void line.open());
  return (
    <div className="trouble">
      <p>
        <strong>Calls cannot reach you.</strong> {state.reason}
      </p>
      <button type="button" className="quiet-button" onClick={retry} disabled={trying}>
        {trying ? 'Trying…' : 'Try now'}
      </button>
    </div>
  );
}
