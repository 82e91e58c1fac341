import { Alert, Button, Card, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { contentOf } from '@tandem/api-client';
import { type DeviceCredentials, deviceCredentials, deviceRequest } from '@tandem/api-types';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { fieldErrors } from '../parts/field-errors.ts';
import { TextField } from '../parts/fields.tsx';
import { useText } from '../text/use-text.ts';

/** Gives a desk phone SIP credentials of its own, so that it can be shut out alone. */
export function DeskPhone({ username }: { readonly username: string }) {
  const session = useSession();
  const queries = useQueryClient();
  const { fields, users: text } = useText();
  const form = useForm({
    initialValues: { deskPhone: '' },
    validate: ({ deskPhone }) => {
      const { name } = fieldErrors(deviceRequest, { name: deskPhone.trim(), platform: 'desk' }, fields);
      return name === undefined ? {} : { deskPhone: name };
    },
  });
  const adding = useMutation({
    mutationFn: (name: string) =>
      contentOf(
        session.api.POST('/api/v1/admin/users/{username}/devices', {
          params: { path: { username } },
          body: { name, platform: 'desk' },
        }),
        deviceCredentials,
      ),
    onSuccess: () => {
      form.reset();
      return queries.invalidateQueries({ queryKey: ['users', 'phones', username] });
    },
    gcTime: 0,
  });
  if (adding.data) return <Credentials added={adding.data} onClose={() => adding.reset()} />;
  return (
    <form noValidate onSubmit={form.onSubmit(({ deskPhone }) => adding.mutate(deskPhone.trim()))}>
      <Stack gap="xs">
        <TextField form={form} path="deskPhone" text={text.deskPhone} />
        {adding.error ? (
          <Alert color="red" role="alert">
            {adding.error.message}
          </Alert>
        ) : null}
        <Group>
          <Button type="submit" variant="light" loading={adding.isPending}>
            {text.addDeskPhone}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface CredentialsProps {
  readonly added: DeviceCredentials;
  readonly onClose: () => void;
}

function Credentials({ added: { device, sip }, onClose }: CredentialsProps) {
  const { shared, users: text } = useText();
  const [username = '', domain = ''] = sip.uri.replace(/^sips?:/, '').split('@');
  return (
    <Card component="section" aria-label={text.credentialsOf(device.name)}>
      <Stack gap="sm" aria-live="polite">
        <Text size="sm" fw={600}>
          {text.credentialsOf(device.name)}
        </Text>
        <Text size="sm">{text.shownOnce}</Text>
        <CopyField label={text.sipServer} value={domain} />
        <CopyField label={text.sipUser} value={username} />
        <CopyField label={text.authenticationName} value={sip.authorizationUsername} />
        <CopyField label={text.sipPassword} value={sip.password} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {shared.close}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
