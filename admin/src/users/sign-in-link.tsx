import { Alert, Button, Card, Group, Stack, Text } from '@mantine/core';
import { IconQrcode } from '@tabler/icons-react';
import { contentOf } from '@tandem/api-client';
import { signInLink } from '@tandem/api-types';
import { useMutation } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { QrCode } from '../parts/qr-code.tsx';
import { useText } from '../text/use-text.ts';

/** Puts a user on a telephone: a link that signs in once, as a code for its camera. */
export function SignInLink({ username }: { readonly username: string }) {
  const session = useSession();
  const { shared, users: text } = useText();
  const making = useMutation({
    mutationFn: () =>
      contentOf(
        session.api.POST('/api/v1/admin/users/{username}/sign-in-link', { params: { path: { username } } }),
        signInLink,
      ),
    gcTime: 0,
  });
  if (!making.data) {
    return (
      <Stack gap="xs">
        <Group>
          <Button
            variant="light"
            leftSection={<IconQrcode size={16} aria-hidden />}
            loading={making.isPending}
            onClick={() => making.mutate()}
          >
            {text.addTelephone}
          </Button>
        </Group>
        {making.error ? (
          <Alert color="red" role="alert">
            {making.error.message}
          </Alert>
        ) : null}
      </Stack>
    );
  }
  return (
    <Card component="section" aria-label={text.addTelephone}>
      <Stack align="center" gap="sm" aria-live="polite">
        <Text size="sm">{text.scanThis}</Text>
        <QrCode value={making.data.url} label={text.signInCode} />
        <div style={{ width: '100%' }}>
          <CopyField label={text.signInLink} value={making.data.url} />
        </div>
        <Button variant="default" onClick={() => making.reset()}>
          {shared.close}
        </Button>
      </Stack>
    </Card>
  );
}
