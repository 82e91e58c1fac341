import type { CallView } from '../../core/call/call-engine.ts';
import { durationText } from '../../core/history/history-text.ts';
import { useNow } from '../hooks/use-now.ts';
import { callStateText } from './call-text.ts';

/** What the call is doing, spoken when it changes, and how long it has lasted. */
export function CallStateLine({ call, name }: { readonly call: CallView; readonly name: string }) {
  const { state, text } = callStateText(call, name);
  const now = useNow(call.phase === 'established');
  const seconds = call.answeredAtMs === null ? null : ((call.endedAtMs ?? now) - call.answeredAtMs) / 1000;
  return (
    <>
      <p
        className="call-state"
        role="status"
        data-testid="call-state"
        data-state={state}
        data-held-by-peer={call.heldByPeer}
        data-end={call.end?.cause}
      >
        {text}
      </p>
      {seconds === null ? null : (
        <p className="call-timer" role="timer" aria-live="off" data-testid="call-timer">
          {durationText(seconds)}
        </p>
      )}
      <p className="call-notice" role="alert">
        {call.notice}
      </p>
    </>
  );
}
