import type { CallEngine, CallView } from '../../core/call/call-engine.ts';

export interface WaitingCallProps {
  readonly call: CallView;
  readonly name: string;
  readonly engine: CallEngine;
}

/** The second call: one that rings beside the first, or one on hold behind it. */
export function WaitingCall({ call, name, engine }: WaitingCallProps) {
  const rings = call.phase === 'incoming';
  return (
    <section
      className="waiting-call"
      data-rings={rings}
      aria-label={rings ? 'Call waiting' : 'Call on hold'}
      data-testid="waiting-call"
    >
      <p role={rings ? 'alert' : undefined}>
        <strong>{name}</strong>
        <span>{rings ? 'is calling too' : 'on hold'}</span>
      </p>
      {rings ? (
        <>
          <button
            type="button"
            className="refuse"
            data-testid="decline"
            onClick={() => engine.decline(call.id)}
          >
            Decline
          </button>
          <button type="button" className="take" data-testid="answer" onClick={() => engine.answer(call.id)}>
            Hold and answer
          </button>
        </>
      ) : (
        <button
          type="button"
          className="refuse"
          data-testid="swap"
          onClick={() => engine.setHeld(call.id, false)}
        >
          Swap
        </button>
      )}
    </section>
  );
}
