import { IonContent, IonIcon, IonPage } from '@ionic/react';
import { type ReactNode, useEffect } from 'react';
import { dayText } from '../../core/history/history-text.ts';
import type { PagedState } from '../../core/paged-feed.ts';
import { useRegistration } from '../hooks/use-registration.ts';
import { useShown } from '../hooks/use-shown.ts';
import './feed.css';

export interface FeedScreenProps<Entry> {
  readonly title: string;
  readonly className: string;
  readonly feed: {
    readonly state: PagedState<Entry>;
    refresh(): Promise<void>;
    loadMore(): Promise<void>;
    retry(): Promise<void>;
  };
  readonly state: PagedState<Entry>;
  /** What did not work when there is an error. */
  readonly failed: string;
  /** What stands where there is no entry. */
  readonly empty: { readonly icon: string; readonly title: string; readonly why: string };
  readonly showEarlier: string;
  /** When an entry came, in ISO 8601. */
  readonly timeOf: (entry: Entry) => string;
  readonly itemOf: (entry: Entry) => ReactNode;
  /** What stands above the entries. */
  readonly children?: ReactNode;
}

/** A list from the server under the days of its entries, newest first; fresh whenever it is looked at. */
export function FeedScreen<Entry>(props: FeedScreenProps<Entry>) {
  const { title, className, feed, state, empty, timeOf, itemOf } = props;
  const shown = useShown();
  const connected = useRegistration().kind === 'registered';
  useEffect(() => {
    // Without a connection what is known stays, rather than an error; it is asked for as soon as there is one.
    if (shown && (connected || !feed.state.loaded)) void feed.refresh();
  }, [shown, connected, feed]);
  return (
    <IonPage>
      <IonContent>
        <div className={`column feed ${className}`} aria-busy={state.loading !== null}>
          <div className="heading">
            <h1 className="page-title">{title}</h1>
            <LoadButton
              label="Refresh"
              state={state}
              loading="first"
              className="quiet-button"
              onPress={() => void feed.refresh()}
            />
          </div>
          {props.children}
          {state.error === null ? null : (
            <div className="message" role="alert">
              <strong>{props.failed}</strong>
              <p>{state.error}</p>
              <button type="button" className="primary-button" onClick={() => void feed.retry()}>
                Try again
              </button>
            </div>
          )}
          {state.loaded && state.entries.length === 0 ? (
            <div className="message">
              <IonIcon icon={empty.icon} aria-hidden="true" />
              <strong>{empty.title}</strong>
              <p>{empty.why}</p>
            </div>
          ) : null}
          {byDay(state.entries, timeOf).map(([day, entries]) => (
            <section key={day}>
              <h2>{day}</h2>
              <ol>{entries.map(itemOf)}</ol>
            </section>
          ))}
          {state.hasMore ? (
            <LoadButton
              label={props.showEarlier}
              state={state}
              loading="more"
              className="quiet-button more"
              onPress={() => void feed.loadMore()}
            />
          ) : null}
        </div>
      </IonContent>
    </IonPage>
  );
}

interface LoadButtonProps {
  readonly label: string;
  readonly state: Pick<PagedState<unknown>, 'loading'>;
  /** What the button loads. */
  readonly loading: 'first' | 'more';
  readonly className: string;
  readonly onPress: () => void;
}

function LoadButton({ label, state, loading, className, onPress }: LoadButtonProps) {
  return (
    <button type="button" className={className} disabled={state.loading !== null} onClick={onPress}>
      {state.loading === loading ? 'Loading…' : label}
    </button>
  );
}

/** The entries under the day they came. */
function byDay<Entry>(entries: readonly Entry[], timeOf: (entry: Entry) => string): [string, Entry[]][] {
  const now = new Date();
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const day = dayText(timeOf(entry), now);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}
