import { useEffect } from 'react';
import { lastEnd } from '../../core/history/missed-calls.ts';
import { useCalls } from '../hooks/use-calls.ts';
import { usePhone } from '../hooks/use-phone.ts';
import { useShown } from '../hooks/use-shown.ts';
import { useStateOf } from '../hooks/use-state-of.ts';
import { useVisible } from '../hooks/use-visible.ts';

/** The missed calls in the history are seen as soon as somebody can see them: no call and no other tab lies over them. */
export function useSeenCalls(): void {
  const { history, missed } = usePhone();
  const count = useStateOf(missed);
  const until = lastEnd(useStateOf(history).entries);
  const covered = useCalls().length > 0;
  const visible = useVisible();
  const shown = useShown();
  useEffect(() => {
    if (shown && visible && !covered && until !== null && count !== 0) void missed.seen(until);
  }, [shown, visible, covered, until, count, missed]);
}
