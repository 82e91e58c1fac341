import { contentOf } from '@tandem/api-client';
import { adminUsers } from '@tandem/api-types';
import { conferences } from '@tandem/api-types/conferences';
import type { CallDestination, LocalDestination } from '@tandem/api-types/numbers';
import { ringGroups } from '@tandem/api-types/ring-groups';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import type { Catalogue } from '../text/catalogue.ts';
import { useText } from '../text/use-text.ts';
import { useTrunks } from '../trunks/trunk-queries.ts';
import { choicesOf } from './choices.ts';
import { type FieldForm, SelectField, TextField } from './fields.tsx';

/** Where a call can be sent today. */
export type DestinationKind = 'user' | 'ring-group' | 'conference' | 'voicemail' | 'trunk';

/** A form has all fields, whatever kind is chosen. */
export interface DestinationValues {
  kind: DestinationKind;
  username: string;
  ringGroup: string;
  conference: string;
  trunkId: string;
  number: string | null;
}

export const noDestination: DestinationValues = {
  kind: 'user',
  username: '',
  ringGroup: '',
  conference: '',
  trunkId: '',
  number: null,
};

export function destinationValues(destination: CallDestination): DestinationValues {
  switch (destination.kind) {
    case 'user':
    case 'ring-group':
    case 'conference':
    case 'voicemail':
    case 'trunk':
      return { ...noDestination, ...destination };
  }
}

/** Inside the system. */
export function localDestinationOf(values: DestinationValues): LocalDestination {
  const { kind, username, ringGroup, conference } = values;
  if (kind === 'voicemail') return { kind, username };
  if (kind === 'conference') return { kind, conference };
  return kind === 'ring-group' ? { kind, ringGroup } : { kind: 'user', username };
}

export function destinationOf(values: DestinationValues): CallDestination {
  const { kind, trunkId, number } = values;
  return kind === 'trunk' ? { kind, trunkId, number } : localDestinationOf(values);
}

/** In a table: "Bob" would need another question, so it is the name that is dialled. */
export function destinationText(destination: CallDestination, text: Catalogue['destination']): string {
  switch (destination.kind) {
    case 'user':
      return text.toUser(destination.username);
    case 'ring-group':
      return text.toRingGroup(destination.ringGroup);
    case 'trunk':
      return text.toTrunk(destination.trunkId, destination.number);
    case 'conference':
      return text.toConference(destination.conference);
    case 'voicemail':
      return text.toVoicemail(destination.username);
  }
}

export interface DestinationFieldsProps {
  readonly form: FieldForm;
  /** Where the values are in the form: `destination`. */
  readonly path: string;
  readonly kind: DestinationKind;
  /** No trunk can be chosen. */
  readonly localOnly?: boolean;
  readonly disabled: boolean;
}

/** Who or what answers. */
export function DestinationFields({ form, path, kind, localOnly = false, disabled }: DestinationFieldsProps) {
  const { destination: text } = useText();
  const choices = useChoices();
  const { trunk: _, ...local } = text.kinds;
  const kinds = localOnly ? local : text.kinds;
  const of = { form, disabled };
  return (
    <>
      <SelectField {...of} path={`${path}.kind`} text={text.kind} choices={choicesOf(kinds)} />
      {kind === 'user' ? (
        <SelectField
          {...of}
          path={`${path}.username`}
          text={text.username}
          choices={choices.users}
          searchable
        />
      ) : null}
      {kind === 'voicemail' ? (
        <SelectField
          {...of}
          path={`${path}.username`}
          text={text.mailbox}
          choices={choices.users}
          searchable
        />
      ) : null}
      {kind === 'ring-group' ? (
        <SelectField
          {...of}
          path={`${path}.ringGroup`}
          text={text.ringGroup}
          choices={choices.groups}
          searchable
        />
      ) : null}
      {kind === 'conference' ? (
        <SelectField
          {...of}
          path={`${path}.conference`}
          text={text.conference}
          choices={choices.rooms}
          searchable
        />
      ) : null}
      {kind === 'trunk' ? (
        <>
          <SelectField
            {...of}
            path={`${path}.trunkId`}
            text={text.trunk}
            choices={choices.trunks}
            searchable
          />
          <TextField {...of} path={`${path}.number`} text={text.number} nullable />
        </>
      ) : null}
    </>
  );
}

/** What there is to choose from; of users the first hundred. */
function useChoices() {
  const session = useSession();
  const users = useQuery({
    queryKey: ['users', 'proposed'],
    queryFn: () =>
      contentOf(session.api.GET('/api/v1/admin/users', { params: { query: { limit: 100 } } }), adminUsers),
    enabled: session.may('users:read'),
  });
  const groups = useQuery({
    queryKey: ['ring-groups'],
    queryFn: () => contentOf(session.api.GET('/api/v1/ring-groups'), ringGroups),
  });
  const rooms = useQuery({
    queryKey: ['conferences'],
    queryFn: () => contentOf(session.api.GET('/api/v1/conferences'), conferences),
  });
  const trunks = useTrunks();
  return {
    users: (users.data?.users ?? []).map(({ username, displayName }) => ({
      value: username,
      label: displayName === username ? username : `${displayName} (${username})`,
    })),
    groups: (groups.data?.ringGroups ?? []).map(({ name, displayName }) => ({
      value: name,
      label: displayName,
    })),
    rooms: (rooms.data?.conferences ?? []).map(({ name, displayName }) => ({
      value: name,
      label: displayName,
    })),
    trunks: (trunks.data ?? []).map(({ trunk }) => ({ value: trunk.id, label: trunk.name })),
  };
}
