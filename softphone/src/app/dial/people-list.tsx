import type { DirectoryEntry } from '@tandem/api-types';
import type { ReactNode } from 'react';
import type { DirectoryState } from '../../core/directory/directory-feed.ts';
import { Avatar } from '../avatar.tsx';

export interface PeopleListProps {
  readonly heading: string;
  readonly people: readonly DirectoryEntry[];
  /** Who is signed in here, when that is who was typed. */
  readonly self: DirectoryEntry | null;
  readonly directory: DirectoryState;
  readonly onCall: (person: DirectoryEntry) => void;
  readonly onRetry: () => void;
}

/** The people to call, each one press away. */
export function PeopleList(props: PeopleListProps) {
  const { heading, people, self, directory, onCall, onRetry } = props;
  return (
    <section className="people" aria-label={heading}>
      <h2>{heading}</h2>
      {directory.error !== null && !directory.loaded ? (
        <div className="message" role="alert">
          <p>{directory.error}</p>
          <button type="button" className="quiet-button" onClick={onRetry}>
            Try again
          </button>
        </div>
      ) : null}
      {directory.loaded && directory.entries.length === 0 ? (
        <div className="message">
          <strong>You are the first one here</strong>
          <p>Numbers and addresses can be called all the same.</p>
        </div>
      ) : null}
      {directory.entries.length > 0 && people.length === 0 && !self ? (
        <p className="none">Nobody in the directory fits.</p>
      ) : null}
      <ul>
        {people.map((person) => (
          <PersonRow key={person.username} person={person} detail={person.username} onCall={onCall}>
            <span className="reach" data-reachable={person.reachable}>
              {person.reachable ? 'Reachable' : 'Away'}
            </span>
          </PersonRow>
        ))}
        {self ? <PersonRow person={self} detail="You: this rings your other phones" onCall={onCall} /> : null}
      </ul>
    </section>
  );
}

interface PersonRowProps {
  readonly person: DirectoryEntry;
  /** What stands below the name. */
  readonly detail: string;
  readonly onCall: (person: DirectoryEntry) => void;
  /** What stands at its end. */
  readonly children?: ReactNode;
}

function PersonRow({ person, detail, onCall, children }: PersonRowProps) {
  return (
    <li>
      <button type="button" className="person" onClick={() => onCall(person)}>
        <span className="visually-hidden">Call</span>
        <Avatar name={person.displayName} size={40} />
        <span className="names">
          <strong>{person.displayName}</strong>
          <span>{detail}</span>
        </span>
        {children}
      </button>
    </li>
  );
}
