import { IonIcon } from '@ionic/react';
import type { HistoryCall } from '@tandem/api-types';
import { arrowDownOutline, arrowUpOutline, callOutline } from 'ionicons/icons';
import { durationText, isMissed, outcomeText } from '../../core/history/history-text.ts';
import { Avatar } from '../avatar.tsx';

export interface HistoryItemProps {
  readonly call: HistoryCall;
  readonly name: string;
  readonly onRedial: () => void;
}

export function HistoryItem({ call, name, onRedial }: HistoryItemProps) {
  const outcome = outcomeText(call);
  const time = new Date(call.startedAt).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  const missed = isMissed(call);
  // What the mailbox took of a missed call was no talk.
  const duration = missed || call.answeredAt === null ? '' : durationText(call.durationSeconds);
  return (
    <li>
      <button
        type="button"
        className="history-call"
        data-testid="history-item"
        data-outcome={call.outcome}
        data-direction={call.direction}
        data-missed={missed}
        onClick={onRedial}
      >
        <span className="visually-hidden">Call again:</span>
        <Avatar name={name} size={40} />
        <span className="what">
          <strong>{name}</strong>
          <span className="outcome">
            <IonIcon
              icon={call.direction === 'incoming' ? arrowDownOutline : arrowUpOutline}
              aria-hidden="true"
            />
            {outcome}
            {duration ? ` · ${duration}` : ''}
          </span>
        </span>
        <time dateTime={call.startedAt}>{time}</time>
        <IonIcon icon={callOutline} aria-hidden="true" />
      </button>
    </li>
  );
}
