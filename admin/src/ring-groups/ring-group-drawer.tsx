import { useForm } from '@mantine/form';
import { contentOf, ifMatch } from '@tandem/api-client';
import { adminUsers } from '@tandem/api-types';
import {
  type RingGroup,
  type RingGroupSettings,
  ringGroup,
  ringGroupSettings,
} from '@tandem/api-types/ring-groups';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import { choicesOf } from '../parts/choices.ts';
import { DialledForm } from '../parts/dialled-form.tsx';
import { DocumentDrawer, type EditedFormProps, type EditedProps } from '../parts/document-drawer.tsx';
import { fieldErrors } from '../parts/field-errors.ts';
import { ChoiceField, NumberField, TagsField } from '../parts/fields.tsx';
import { useText } from '../text/use-text.ts';

/** One ring group: who is called, and in which order. */
export function RingGroupDrawer({ edited, onClose }: EditedProps<RingGroup>) {
  const { ringGroups: text } = useText();
  return (
    <DocumentDrawer
      edited={edited}
      onClose={onClose}
      newTitle={text.add}
      titleOf={({ displayName }) => displayName}
    >
      {(stored) => <RingGroupForm stored={stored} onClose={onClose} />}
    </DocumentDrawer>
  );
}

const newGroup: RingGroupSettings = {
  name: '',
  displayName: '',
  strategy: 'parallel',
  members: [],
  ringSeconds: 20,
};

function RingGroupForm({ stored, onClose }: EditedFormProps<RingGroup>) {
  const session = useSession();
  const { fields, ringGroups: text } = useText();
  const { version: _, ...settings } = stored ?? { ...newGroup, version: 0 };
  const form = useForm<RingGroupSettings>({
    initialValues: settings,
    validate: (values) => fieldErrors(ringGroupSettings, values, fields),
  });
  const usernames = useUsernames();
  const disabled = !session.may('routing:write');
  const write = (body: RingGroupSettings, version: number | null) => {
    if (version === null) return contentOf(session.api.POST('/api/v1/ring-groups', { body }), ringGroup);
    const params = { path: { id: body.name }, header: ifMatch(version) };
    return contentOf(session.api.PUT('/api/v1/ring-groups/{id}', { params, body }), ringGroup);
  };
  return (
    <DialledForm
      form={form}
      stored={stored}
      kind="ring-group"
      write={write}
      remove={(params) => session.api.DELETE('/api/v1/ring-groups/{id}', { params })}
      text={text}
      queryKey={['ring-groups']}
      onClose={onClose}
    >
      <ChoiceField
        form={form}
        path="strategy"
        text={{ label: text.strategy, why: text.strategyWhys[form.values.strategy] }}
        choices={choicesOf(text.strategies)}
        disabled={disabled}
      />
      <TagsField
        form={form}
        path="members"
        text={text.memberNames}
        proposals={usernames}
        disabled={disabled}
      />
      <NumberField
        form={form}
        path="ringSeconds"
        text={text.ringSeconds}
        unit={text.secondsUnit}
        disabled={disabled}
      />
    </DialledForm>
  );
}

/** The first of the users, to be proposed. */
function useUsernames(): readonly string[] {
  const session = useSession();
  const { data } = useQuery({
    queryKey: ['users', 'proposed'],
    queryFn: () =>
      contentOf(session.api.GET('/api/v1/admin/users', { params: { query: { limit: 100 } } }), adminUsers),
    enabled: session.may('users:read'),
  });
  return data?.users.map(({ username }) => username) ?? [];
}
