import { IonContent, IonIcon, IonPage, useIonViewWillEnter } from '@ionic/react';
import type { HistoryCall } from '@tandem/api-types';
import { timeOutline } from 'ionicons/icons';
import { useEffect } from 'react';
import { userOfUri } from '../../core/dial/dial-string.ts';
import { dayText } from '../../core/history/history-text.ts';
import { useEngine } from '../hooks/use-engine.ts';
import { useHistory } from '../hooks/use-history.ts';
import { usePhone } from '../hooks/use-phone.ts';
import { HistoryItem } from './history-item.tsx';
import './history.css';

/** The own calls, newest first; each can be called again. */
export function HistoryScreen() {
  const { history: feed, directory } = usePhone();
  const engine = useEngine();
  const history = useHistory();
  // The first time the screen is still being loaded when Ionic tells that it enters.
  useEffect(() => void feed.refresh(), [feed]);
  useIonViewWillEnter(() => void feed.refresh());
  const nameOf = (call: HistoryCall) =>
    directory.nameOf(call.peer.uri) ?? call.peer.displayName ?? userOfUri(call.peer.uri);
  const retry = () => void (history.loaded && history.hasMore ? feed.loadMore() : feed.refresh());
  return (
    <IonPage>
      <IonContent>
        <main className="column history" aria-busy={history.loading !== null}>
          <header>
            <h1 className="page-title">History</h1>
            <button
              type="button"
              className="quiet-button"
              disabled={history.loading !== null}
              onClick={() => void feed.refresh()}
            >
              {history.loading === 'first' ? 'Loading…' : 'Refresh'}
            </button>
          </header>
          {history.error === null ? null : (
            <div className="message" role="alert">
              <strong>The history could not be loaded</strong>
              <p>{history.error}</p>
              <button type="button" className="primary-button" onClick={retry}>
                Try again
              </button>
            </div>
          )}
          {history.loaded && history.calls.length === 0 ? (
            <div className="message">
              <IonIcon icon={timeOutline} aria-hidden="true" />
              <strong>No calls yet</strong>
              <p>Calls you make, take or miss are listed here.</p>
            </div>
          ) : null}
          {days(history.calls).map(([day, calls]) => (
            <section key={day}>
              <h2>{day}</h2>
              <ol>
                {calls.map((call) => (
                  <HistoryItem
                    key={call.id}
                    call={call}
                    name={nameOf(call)}
                    onRedial={() => engine?.dial(call.peer.uri, nameOf(call))}
                  />
                ))}
              </ol>
            </section>
          ))}
          {history.hasMore ? (
            <button
              type="button"
              className="quiet-button more"
              disabled={history.loading !== null}
              onClick={() => void feed.loadMore()}
            >
              {history.loading === 'more' ? 'Loading…' : 'Show earlier calls'}
            </button>
          ) : null}
        </main>
      </IonContent>
    </IonPage>
  );
}

/** The calls under the day they were made. */
function days(calls: readonly HistoryCall[]): [string, HistoryCall[]][] {
  const now = new Date();
  const groups = new Map<string, HistoryCall[]>();
  for (const call of calls) {
    const day = dayText(call.startedAt, now);
    groups.set(day, [...(groups.get(day) ?? []), call]);
  }
  return [...groups];
}
