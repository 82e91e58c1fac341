import { IonIcon } from '@ionic/react';
import type { VoicemailMessage } from '@tandem/api-types/voicemail';
import {
  callOutline,
  mailOutline,
  mailUnreadOutline,
  pause,
  play as playIcon,
  trashOutline,
} from 'ionicons/icons';
import { useEffect, useRef } from 'react';
import { durationText } from '../../core/history/history-text.ts';
import type { PlayerState } from '../../core/voicemail/message-player.ts';

export interface VoicemailItemProps {
  readonly message: VoicemailMessage;
  /** Of the caller. */
  readonly name: string;
  /** The number or address below the name; null when it says nothing more. */
  readonly number: string | null;
  /** Null while the player holds another message. */
  readonly player: PlayerState | null;
  /** Whether the focus belongs here now, because an undo brought the message back. */
  readonly takesFocus: boolean;
  readonly onToggle: () => void;
  readonly onSeek: (seconds: number) => void;
  readonly onCallBack: () => void;
  readonly onMark: (heard: boolean) => void;
  readonly onDelete: () => void;
}

/** One message: who, when, how long; played, marked, called back and deleted in place. */
export function VoicemailItem(props: VoicemailItemProps) {
  const { message, name, number, player, takesFocus, onToggle, onSeek, onCallBack, onMark, onDelete } = props;
  const play = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) play.current?.focus();
  }, [takesFocus]);
  const isNew = message.heardAt === null;
  const seconds = message.durationMs / 1000;
  const time = new Date(message.receivedAt).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
  });
  const playing = player?.phase === 'playing';
  const position = player?.positionSeconds ?? 0;
  return (
    <li className="voicemail-message" data-testid="voicemail-item" data-new={isNew}>
      <button
        type="button"
        className="play"
        ref={play}
        aria-label={`${playing ? 'Pause' : 'Play'} the message from ${name}, ${time}`}
        aria-busy={player?.phase === 'loading'}
        onClick={onToggle}
      >
        <IonIcon icon={playing ? pause : playIcon} aria-hidden="true" />
      </button>
      <div className="what">
        <p className="who">
          <strong>{name}</strong>
          {isNew ? <span className="new">New</span> : null}
          <time dateTime={message.receivedAt}>{time}</time>
        </p>
        {number === null ? null : <p className="soft">{number}</p>}
        <p className="progress">
          <input
            type="range"
            min={0}
            max={seconds}
            step={0.1}
            value={Math.min(position, seconds)}
            aria-label={`Place in the message from ${name}`}
            aria-valuetext={`${durationText(position)} of ${durationText(seconds)}`}
            onChange={(event) => onSeek(Number(event.currentTarget.value))}
          />
          <span className="length">
            {player ? `${durationText(position)} / ` : ''}
            {durationText(seconds)}
          </span>
        </p>
        {player?.error ? (
          <p className="problem" role="alert">
            {player.error}
          </p>
        ) : null}
      </div>
      <div className="actions">
        <button type="button" aria-label={`Call back ${name}`} onClick={onCallBack}>
          <IonIcon icon={callOutline} aria-hidden="true" />
          Call back
        </button>
        <button
          type="button"
          aria-label={`${isNew ? 'Mark as heard' : 'Mark as new'}: the message from ${name}`}
          onClick={() => onMark(isNew)}
        >
          <IonIcon icon={isNew ? mailOutline : mailUnreadOutline} aria-hidden="true" />
          {isNew ? 'Mark as heard' : 'Mark as new'}
        </button>
        <button type="button" aria-label={`Delete the message from ${name}`} onClick={onDelete}>
          <IonIcon icon={trashOutline} aria-hidden="true" />
          Delete
        </button>
      </div>
    </li>
  );
}
