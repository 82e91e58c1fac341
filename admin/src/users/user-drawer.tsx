import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { contentOf, ifMatch, succeeded } from '@tandem/api-client';
import { type AdminUser, adminUser, editUserRequest, setPasswordRequest } from '@tandem/api-types';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { useUndo } from '../changes/use-undo.tsx';
import { choicesOf } from '../parts/choices.ts';
import { EditDrawer } from '../parts/edit-drawer.tsx';
import { fieldErrors } from '../parts/field-errors.ts';
import { SelectField, SwitchField, TextField } from '../parts/fields.tsx';
import { QueryNotices } from '../parts/listing.tsx';
import { SaveNotices } from '../parts/save-notices.tsx';
import { useAnnounce } from '../parts/use-announce.ts';
import { useSaving } from '../parts/use-saving.ts';
import { useUnsaved } from '../parts/use-unsaved.ts';
import { RegistrationTrace } from '../registrations/registration-trace.tsx';
import { useText } from '../text/use-text.ts';
import { RemoveUserDialog } from './remove-user-dialog.tsx';
import { UserPhones } from './user-phones.tsx';

export interface UserDrawerProps {
  /** Whom to show; null keeps the drawer closed. */
  readonly username: string | null;
  readonly onClose: () => void;
}

/** One user: name, role, password, and the way out. */
export function UserDrawer({ username, onClose }: UserDrawerProps) {
  const session = useSession();
  const { users: text } = useText();
  const query = useQuery({
    queryKey: ['users', 'one', username],
    queryFn: () =>
      contentOf(
        session.api.GET('/api/v1/admin/users/{username}', { params: { path: { username: username ?? '' } } }),
        adminUser,
      ),
    enabled: username !== null,
    gcTime: 0,
  });
  return (
    <EditDrawer opened={username !== null} onClose={onClose} title={query.data?.displayName ?? text.title}>
      {username === null ? null : <QueryNotices query={query} waitingRows={3} />}
      {query.data ? (
        <Stack gap="xl">
          <EditForm
            key={query.data.version}
            user={query.data}
            onTakeTheirs={() => void query.refetch()}
            onClose={onClose}
          />
          <UserPhones username={query.data.username} />
          {session.may('calls:read') ? <RegistrationTrace username={query.data.username} /> : null}
          {session.may('users:write') ? (
            <>
              <PasswordForm user={query.data} />
              <Removal user={query.data} onRemoved={onClose} />
            </>
          ) : null}
        </Stack>
      ) : null}
    </EditDrawer>
  );
}

interface EditFormProps {
  readonly user: AdminUser;
  readonly onTakeTheirs: () => void;
  readonly onClose: () => void;
}

function EditForm({ user, onTakeTheirs, onClose }: EditFormProps) {
  const { shared, fields, users: text } = useText();
  const session = useSession();
  const queries = useQueryClient();
  const undo = useUndo();
  const form = useForm({
    initialValues: { displayName: user.displayName, role: user.role, voicemail: user.voicemail },
    validate: (values) => fieldErrors(editUserRequest, values, fields),
  });
  useUnsaved(form.isDirty());
  const saving = useSaving({
    write: (body: typeof form.values, version) =>
      contentOf(
        session.api.PATCH('/api/v1/admin/users/{username}', {
          params: { path: { username: user.username }, header: ifMatch(version ?? user.version) },
          body,
        }),
        adminUser,
      ),
    version: user.version,
    onWrongFields: form.setErrors,
    onSaved: ({ username, displayName }) => {
      void queries.invalidateQueries({ queryKey: ['users'] });
      undo({ kind: 'user', resourceId: username, label: displayName, sentence: shared.saved(displayName) });
      onClose();
    },
  });
  const mayEdit = session.may('users:write');
  return (
    <form noValidate onSubmit={form.onSubmit(saving.save)}>
      <Stack>
        <Text size="sm" c="dimmed">
          {user.addressOfRecord}
        </Text>
        <TextField
          form={form}
          path="displayName"
          text={{ label: text.shownAs, why: text.shownAsWhy }}
          disabled={!mayEdit}
        />
        <SelectField
          form={form}
          path="role"
          text={{ label: text.role, why: text.roleWhys[form.values.role] }}
          choices={choicesOf(text.roles)}
          disabled={!session.may('roles:write') || user.username === session.username}
        />
        <SwitchField
          form={form}
          path="voicemail"
          text={{ label: text.voicemail, why: text.voicemailWhy }}
          disabled={!mayEdit}
        />
        <SaveNotices saving={saving} errors={form.errors} onTakeTheirs={onTakeTheirs} />
        {mayEdit ? (
          <Group justify="flex-end">
            <Button type="submit" loading={saving.isSaving} disabled={!form.isDirty()}>
              {shared.save}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}

function PasswordForm({ user }: { readonly user: AdminUser }) {
  const announce = useAnnounce();
  const { shared, users: text } = useText();
  const session = useSession();
  const form = useForm({
    initialValues: { password: '' },
    validate: (values) =>
      setPasswordRequest.safeParse(values).success ? {} : { password: text.passwordWrong },
  });
  useUnsaved(form.isDirty());
  const setting = useMutation({
    mutationFn: (body: { password: string }) =>
      succeeded(
        session.api.POST('/api/v1/admin/users/{username}/password', {
          params: { path: { username: user.username } },
          body,
        }),
      ),
    onSuccess: () => {
      form.reset();
      announce.show({ message: text.passwordSet(user.displayName) });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) =>
    form.onSubmit((values) => setting.mutate(values))(event);
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Title order={3} size="h5">
          {text.newPassword}
        </Title>
        <TextField
          form={form}
          path="password"
          text={{ label: text.password, why: text.newPasswordWhy }}
          secret
        />
        {setting.error ? (
          <Alert color="red" role="alert">
            {setting.error.message}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={setting.isPending}>
            {shared.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Removal({ user, onRemoved }: { readonly user: AdminUser; readonly onRemoved: () => void }) {
  const { users: text } = useText();
  const session = useSession();
  const [removing, setRemoving] = useState(false);
  if (user.username === session.username) return null;
  return (
    <>
      <Button variant="light" color="red" onClick={() => setRemoving(true)}>
        {text.removeTitle}
      </Button>
      <RemoveUserDialog
        user={removing ? user : null}
        onClose={() => setRemoving(false)}
        onRemoved={onRemoved}
      />
    </>
  );
}
