import { Alert, Button, Group, Modal, PasswordInput, Stack, Switch, TextInput } from '@mantine/core';
import { adminUser, createUserRequest } from '@tandem/api-types';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useSession } from '../api/use-session.ts';

/** Where the schema's own words are not for people. */
const sentences: Problems = {
  password: 'Use 8 characters at least, 256 at most.',
  displayName: 'Use 120 characters at most.',
};

type Problems = Partial<Record<'username' | 'password' | 'displayName', string>>;

export function AddUserDialog({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const session = useSession();
  const queries = useQueryClient();
  const [problems, setProblems] = useState<Problems>({});
  const addition = useMutation({
    mutationFn: (body: unknown) => session.post('admin/users', body, adminUser),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['users'] });
      close();
    },
  });
  const close = () => {
    setProblems({});
    addition.reset();
    onClose();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = readForm(new FormData(event.currentTarget));
    setProblems(read.problems);
    if (read.body) addition.mutate(read.body);
  };
  return (
    <Modal opened={opened} onClose={close} title="Add a user" centered>
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            name="username"
            label="User name"
            description="Also the name to call: lower-case letters, digits, “.”, “-” and “_”."
            autoComplete="off"
            data-autofocus
            error={problems.username}
          />
          <TextInput name="displayName" label="Shown as" autoComplete="off" error={problems.displayName} />
          <PasswordInput
            name="password"
            label="Password"
            description="For the web and for desk phones; 8 characters at least."
            autoComplete="new-password"
            error={problems.password}
          />
          <Switch name="admin" label="May use this console" />
          {addition.error ? (
            <Alert color="red" role="alert">
              {addition.error.message}
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={addition.isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Checks with the same schema as the server, so that a mistake is shown at its field. */
function readForm(form: FormData): { body: unknown; problems: Problems } {
  const displayName = String(form.get('displayName') ?? '').trim();
  const read = createUserRequest.safeParse({
    username: String(form.get('username') ?? '').trim(),
    password: String(form.get('password') ?? ''),
    role: form.get('admin') === null ? 'user' : 'admin',
    ...(displayName === '' ? {} : { displayName }),
  });
  if (read.success) return { body: read.data, problems: {} };
  const problems: Problems = {};
  for (const { path, message } of read.error.issues) {
    const [field] = path;
    if (field === 'username' || field === 'password' || field === 'displayName')
      problems[field] ??= sentences[field] ?? message;
  }
  return { body: null, problems };
}
