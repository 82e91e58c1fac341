import type { VoicemailMessage } from '@tandem/api-types/voicemail';
import { recordingOutline } from 'ionicons/icons';
import { useEffect, useRef, useState } from 'react';
import { userOfUri } from '../../core/dial/dial-string.ts';
import { FeedScreen } from '../feed/feed-screen.tsx';
import { useEngine } from '../hooks/use-engine.ts';
import { usePhone } from '../hooks/use-phone.ts';
import { useShown } from '../hooks/use-shown.ts';
import { useStateOf } from '../hooks/use-state-of.ts';
import { VoicemailItem } from './voicemail-item.tsx';
import './voicemail.css';

/** The own mailbox. */
export function VoicemailScreen() {
  const { voicemail: feed, player } = usePhone();
  const voicemail = useStateOf(feed);
  const { takesMissedCalls, deleted } = voicemail;
  const [restoredId, setRestoredId] = useState<string | null>(null);
  const restore = async (id: string) => {
    await feed.restore();
    setRestoredId(id);
  };
  const shown = useShown();
  useEffect(() => {
    if (shown) return;
    player.stop();
    feed.forgetDeleted();
  }, [shown, player, feed]);
  return (
    <FeedScreen
      title="Voicemail"
      className="voicemail"
      feed={feed}
      state={voicemail}
      failed="Something did not work"
      empty={{
        icon: recordingOutline,
        title: 'No messages',
        why: 'What callers say to your voicemail is kept here.',
      }}
      showEarlier="Show earlier messages"
      timeOf={({ receivedAt }) => receivedAt}
      itemOf={(message) => (
        <Message key={message.id} message={message} restored={message.id === restoredId} />
      )}
    >
      {takesMissedCalls === null ? null : (
        <label className="missed-calls">
          <input
            type="checkbox"
            checked={takesMissedCalls}
            onChange={(event) => void feed.takeMissedCalls(event.currentTarget.checked)}
          />
          Calls that I miss can leave a message
        </label>
      )}
      {deleted === null ? null : <Deleted key={deleted.id} onUndo={() => void restore(deleted.id)} />}
    </FeedScreen>
  );
}

/** Takes the focus, which went with the message. */
function Deleted({ onUndo }: { readonly onUndo: () => void }) {
  const undo = useRef<HTMLButtonElement>(null);
  useEffect(() => undo.current?.focus(), []);
  return (
    <div className="deleted" role="status">
      <span>The message was deleted.</span>
      <button type="button" className="quiet-button" ref={undo} onClick={onUndo}>
        Undo
      </button>
    </div>
  );
}

interface MessageProps {
  readonly message: VoicemailMessage;
  /** Whether it was just brought back. */
  readonly restored: boolean;
}

function Message({ message, restored }: MessageProps) {
  const { voicemail: feed, player, directory } = usePhone();
  const engine = useEngine();
  const playing = useStateOf(player);
  const { id, caller } = message;
  const number = userOfUri(caller.uri);
  const name = directory.nameOf(caller.uri) ?? caller.displayName ?? number;
  const stopIfPlaying = () => {
    if (playing.id === id) player.stop();
  };
  return (
    <VoicemailItem
      message={message}
      name={name}
      number={name === number ? null : number}
      player={playing.id === id ? playing : null}
      takesFocus={restored}
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
}
