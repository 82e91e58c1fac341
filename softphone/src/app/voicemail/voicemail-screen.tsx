import { IonContent, IonIcon, IonPage, useIonViewWillEnter, useIonViewWillLeave } from '@ionic/react';
import type { VoicemailMessage } from '@tandem/api-types/voicemail';
import { recordingOutline } from 'ionicons/icons';
import { useEffect } from 'react';
import { userOfUri } from '../../core/dial/dial-string.ts';
import { dayText } from '../../core/history/history-text.ts';
import { useEngine } from '../hooks/use-engine.ts';
import { usePhone } from '../hooks/use-phone.ts';
import { usePlayer, useVoicemail } from '../hooks/use-voicemail.ts';
import { VoicemailItem } from './voicemail-item.tsx';
import '../history/history.css';
import './voicemail.css';

/** The own mailbox, newest first. */
export function VoicemailScreen() {
  const { voicemail: feed, player } = usePhone();
  const voicemail = useVoicemail();
  // The first time the screen is still being loaded when Ionic tells that it enters.
  useEffect(() => void feed.refresh(), [feed]);
  useIonViewWillEnter(() => void feed.refresh());
  useIonViewWillLeave(() => {
    player.stop();
    feed.forgetDeleted();
  });
  return (
    <IonPage>
      <IonContent>
        <div className="column history voicemail" aria-busy={voicemail.loading !== null}>
          <div className="heading">
            <h1 className="page-title">Voicemail</h1>
            <button
              type="button"
              className="quiet-button"
              disabled={voicemail.loading !== null}
              onClick={() => void feed.refresh()}
            >
              {voicemail.loading === 'first' ? 'Loading…' : 'Refresh'}
            </button>
          </div>
          {voicemail.takesMissedCalls === null ? null : (
            <label className="missed-calls">
              <input
                type="checkbox"
                checked={voicemail.takesMissedCalls}
                onChange={(event) => void feed.takeMissedCalls(event.currentTarget.checked)}
              />
              Calls that I miss can leave a message
            </label>
          )}
          {voicemail.error === null ? null : (
            <div className="message" role="alert">
              <strong>Something did not work</strong>
              <p>{voicemail.error}</p>
              <button type="button" className="primary-button" onClick={() => void feed.refresh()}>
                Try again
              </button>
            </div>
          )}
          {voicemail.deleted === null ? null : (
            <div className="deleted" role="status">
              <span>The message was deleted.</span>
              <button type="button" className="quiet-button" onClick={() => void feed.restore()}>
                Undo
              </button>
            </div>
          )}
          {voicemail.loaded && voicemail.messages.length === 0 ? (
            <div className="message">
              <IonIcon icon={recordingOutline} aria-hidden="true" />
              <strong>No messages</strong>
              <p>What callers say to your voicemail is kept here.</p>
            </div>
          ) : null}
          <Messages messages={voicemail.messages} />
          {voicemail.hasMore ? (
            <button
              type="button"
              className="quiet-button more"
              disabled={voicemail.loading !== null}
              onClick={() => void feed.loadMore()}
            >
              {voicemail.loading === 'more' ? 'Loading…' : 'Show earlier messages'}
            </button>
          ) : null}
        </div>
      </IonContent>
    </IonPage>
  );
}

function Messages({ messages }: { readonly messages: readonly VoicemailMessage[] }) {
  const { voicemail: feed, player, directory } = usePhone();
  const engine = useEngine();
  const playing = usePlayer();
  const itemOf = (message: VoicemailMessage) => {
    const { id, caller } = message;
    const number = userOfUri(caller.uri);
    const name = directory.nameOf(caller.uri) ?? caller.displayName ?? number;
    const stopIfPlaying = () => {
      if (playing.id === id) player.stop();
    };
    return (
      <VoicemailItem
        key={id}
        message={message}
        name={name}
        number={name === number ? null : number}
        player={playing.id === id ? playing : null}
        onToggle={() => void player.toggle(id)}
        onSeek={(seconds) => void player.seek(id, seconds)}
        onCallBack={() => {
          stopIfPlaying();
          engine?.dial(caller.uri, name);
        }}
        onMark={(heard) => void feed.mark(id, heard)}
        onDelete={() => {
          stopIfPlaying();
          void feed.remove(id);
        }}
      />
    );
  };
  return days(messages).map(([day, ofDay]) => (
    <section key={day}>
      <h2>{day}</h2>
      <ol>{ofDay.map(itemOf)}</ol>
    </section>
  ));
}

/** The messages under the day they came. */
function days(messages: readonly VoicemailMessage[]): [string, VoicemailMessage[]][] {
  const now = new Date();
  const groups = new Map<string, VoicemailMessage[]>();
  for (const message of messages) {
    const day = dayText(message.receivedAt, now);
    groups.set(day, [...(groups.get(day) ?? []), message]);
  }
  return [...groups];
}
