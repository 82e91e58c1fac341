import { Alert, Button, Group, Modal, NativeSelect, PasswordInput, Stack, TextInput } from '@mantine/core';
import { contentOf } from '@tandem/api-client';
import { adminUser, type CreateUserRequest, createUserRequest } from '@tandem/api-types';
import { type Role, role } from '@tandem/api-types/access';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { choicesOf } from '../parts/choices.ts';
import { useAnnounce } from '../parts/use-announce.ts';
import type { Catalogue } from '../text/catalogue.ts';
import { useText } from '../text/use-text.ts';

type Problems = Partial<Record<'username' | 'password' | 'displayName', string>>;

export interface AddUserDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Told who was added: the next thing is a telephone for them. */
  readonly onAdded: (username: string) => void;
}

export function AddUserDialog({ opened, onClose, onAdded }: AddUserDialogProps) {
  const announce = useAnnounce();
  const session = useSession();
  const { shared, users: text } = useText();
  const queries = useQueryClient();
  const [problems, setProblems] = useState<Problems>({});
  const [chosenRole, setChosenRole] = useState<Role>('user');
  const addition = useMutation({
    mutationFn: ({ displayName, role = 'user', ...needed }: CreateUserRequest) => {
      const body = { ...needed, role, ...(displayName === undefined ? {} : { displayName }) };
      return contentOf(session.api.POST('/api/v1/admin/users', { body }), adminUser);
    },
    onSuccess: async ({ username, displayName }) => {
      await queries.invalidateQueries({ queryKey: ['users'] });
      announce.show({ message: shared.added(displayName) });
      close();
      onAdded(username);
    },
  });
  const close = () => {
    setProblems({});
    setChosenRole('user');
    addition.reset();
    onClose();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = readForm(new FormData(event.currentTarget), text);
    setProblems(read.problems);
    const [wrong] = Object.keys(read.problems);
    const field = event.currentTarget.elements.namedItem(wrong ?? '');
    if (field instanceof HTMLElement) field.focus();
    if (read.body) addition.mutate(read.body);
  };
  return (
    <Modal opened={opened} onClose={close} title={text.addTitle}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            name="username"
            label={text.username}
            description={text.usernameWhy}
            autoComplete="off"
            data-autofocus
            error={problems.username}
          />
          <TextInput
            name="displayName"
            label={text.shownAs}
            description={text.shownAsWhy}
            autoComplete="off"
            error={problems.displayName}
          />
          <PasswordInput
            name="password"
            label={text.password}
            description={text.passwordWhy}
            autoComplete="new-password"
            error={problems.password}
          />
          <NativeSelect
            name="role"
            label={text.role}
            description={text.roleWhys[chosenRole]}
            data={[...choicesOf(text.roles)]}
            value={chosenRole}
            onChange={({ currentTarget }) => setChosenRole(role.parse(currentTarget.value))}
            disabled={!session.may('roles:write')}
          />
          {addition.error ? (
            <Alert color="red" role="alert">
              {addition.error.message}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {shared.cancel}
            </Button>
            <Button type="submit" loading={addition.isPending}>
              {shared.add}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Checks with the same schema as the server, so that a mistake is shown at its field. */
function readForm(
  form: FormData,
  text: Catalogue['users'],
): { body: CreateUserRequest | null; problems: Problems } {
  const displayName = String(form.get('displayName') ?? '').trim();
  const read = createUserRequest.safeParse({
    username: String(form.get('username') ?? '').trim(),
    password: String(form.get('password') ?? ''),
    role: form.get('role') ?? 'user',
    ...(displayName === '' ? {} : { displayName }),
  });
  if (read.success) return { body: read.data, problems: {} };
  // Where the schema's own words are not for people.
  const sentences: Problems = { password: text.passwordWrong, displayName: text.nameWrong };
  const problems: Problems = {};
  for (const { path, message } of read.error.issues) {
    const [field] = path;
    if (field === 'username' || field === 'password' || field === 'displayName')
      problems[field] ??= sentences[field] ?? message;
  }
  return { body: null, problems };
}
