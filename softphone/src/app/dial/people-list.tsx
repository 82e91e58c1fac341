import type { DirectoryEntry } from '@tandem/api-types';
import type { DirectoryState } from '../../core/directory/directory-feed.ts';
import { Avatar } from '../avatar.tsx';

export interface PeopleListProps {
  readonly heading: string;
  readonly people: readonly DirectoryEntry[];
  readonly directory: DirectoryState;
  readonly onCall: (person: DirectoryEntry) => void;
  readonly onRetry: () => void;
}

/** The people to call, each one press away. */
export function PeopleList({ heading, people, directory, onCall, onRetry }: PeopleListProps) {
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
      {directory.entries.length > 0 && people.length === 0 ? (
        <p className="none">Nobody in the directory fits.</p>
      ) : null}
      <ul>
        {people.map((person) => (
          <li key={person.username}>
            <button type="button" className="person" onClick={() => onCall(person)}>
              <span className="visually-hidden">Call</span>
              <Avatar name={person.displayName} size={40} />
              <span className="names">
                <strong>{person.displayName}</strong>
                <span>{person.username}</span>
              </span>
              <span className="reach" data-reachable={person.reachable}>
                {person.reachable ? 'Reachable' : 'Away'}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
