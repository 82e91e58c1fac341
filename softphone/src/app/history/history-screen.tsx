import type { HistoryCall } from '@tandem/api-types';
import { timeOutline } from 'ionicons/icons';
import { userOfUri } from '../../core/dial/dial-string.ts';
import { FeedScreen } from '../feed/feed-screen.tsx';
import { useEngine } from '../hooks/use-engine.ts';
import { usePhone } from '../hooks/use-phone.ts';
import { useStateOf } from '../hooks/use-state-of.ts';
import { HistoryItem } from './history-item.tsx';
import { useSeenCalls } from './use-seen-calls.ts';
import './history.css';

/** The own calls; each can be called again. */
export function HistoryScreen() {
  const { history, directory } = usePhone();
  const engine = useEngine();
  useSeenCalls();
  const nameOf = (call: HistoryCall) =>
    directory.nameOf(call.peer.uri) ?? call.peer.displayName ?? userOfUri(call.peer.uri);
  return (
    <FeedScreen
      title="History"
      className="history"
      feed={history}
      state={useStateOf(history)}
      failed="The history could not be loaded"
      empty={{
        icon: timeOutline,
        title: 'No calls yet',
        why: 'Calls you make, take or miss are listed here.',
      }}
      showEarlier="Show earlier calls"
      timeOf={({ startedAt }) => startedAt}
      itemOf={(call) => (
        <HistoryItem
          key={call.id}
          call={call}
          name={nameOf(call)}
          onRedial={() => engine?.dial(call.peer.uri, nameOf(call))}
        />
      )}
    />
  );
}
