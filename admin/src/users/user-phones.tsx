import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { contentOf, succeeded } from '@tandem/api-client';
import { bindings, type Device, devices, type RegisteredBinding } from '@tandem/api-types';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { RemoveItemButton } from '../parts/buttons.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { QueryNotices } from '../parts/listing.tsx';
import { Status } from '../parts/status.tsx';
import { clockText, momentText } from '../parts/time-text.ts';
import { useText } from '../text/use-text.ts';
import { DeskPhone } from './desk-phone.tsx';
import { SignInLink } from './sign-in-link.tsx';

const refreshMs = 3_000;

/** Where a user’s calls ring now, the devices that have credentials, and how to add more. */
export function UserPhones({ username }: { readonly username: string }) {
  const session = useSession();
  const { users: text } = useText();
  const query = usePhones(username);
  return (
    <Stack component="section" aria-label={text.phones}>
      <Title order={3} size="h5">
        {text.phones}
      </Title>
      <QueryNotices query={query} waitingRows={2} />
      {query.data ? <Phones username={username} {...query.data} /> : null}
      {session.may('users:write') ? (
        <>
          <SignInLink username={username} />
          <DeskPhone username={username} />
        </>
      ) : null}
    </Stack>
  );
}

function usePhones(username: string) {
  const session = useSession();
  return useQuery({
    queryKey: ['users', 'phones', username],
    queryFn: async () => {
      const params = { path: { username } };
      const [registered, known] = await Promise.all([
        contentOf(session.api.GET('/api/v1/admin/users/{username}/bindings', { params }), bindings),
        contentOf(session.api.GET('/api/v1/admin/users/{username}/devices', { params }), devices),
      ]);
      return { ...registered, ...known };
    },
    refetchInterval: refreshMs,
  });
}

interface PhonesProps {
  readonly username: string;
  readonly bindings: readonly RegisteredBinding[];
  readonly devices: readonly Device[];
}

function Phones({ username, bindings: registered, devices: known }: PhonesProps) {
  const session = useSession();
  const queries = useQueryClient();
  const { shared, users: text } = useText();
  const [removing, setRemoving] = useState<Device | null>(null);
  const others = registered.filter(({ deviceId }) => !known.some(({ id }) => id === deviceId));
  if (known.length === 0 && others.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {text.noPhones}
      </Text>
    );
  }
  return (
    <>
      {known.map((device) => (
        <Phone
          key={device.id}
          name={device.name}
          facts={[text.platforms[device.platform], text.addedAt(momentText(device.createdAt))]}
          bindings={registered.filter(({ deviceId }) => deviceId === device.id)}
          onRemove={session.may('users:write') ? () => setRemoving(device) : null}
        />
      ))}
      {others.map((binding) => (
        <Phone
          key={binding.id}
          name={binding.userAgent || text.unnamedPhone}
          facts={[text.withAccountPassword]}
          bindings={[binding]}
          onRemove={null}
        />
      ))}
      <ConfirmDialog
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={text.removeDevice}
        action={shared.remove}
        onConfirm={async () => {
          if (!removing) return;
          const params = { path: { username, id: removing.id } };
          await succeeded(session.api.DELETE('/api/v1/admin/users/{username}/devices/{id}', { params }));
          await queries.invalidateQueries({ queryKey: ['users'] });
        }}
      >
        {removing ? text.removeDeviceAsk(removing.name) : null}
      </ConfirmDialog>
    </>
  );
}

interface PhoneProps {
  readonly name: string;
  readonly facts: readonly string[];
  readonly bindings: readonly RegisteredBinding[];
  /** Null when it cannot be removed. */
  readonly onRemove: (() => void) | null;
}

function Phone({ name, facts, bindings: registered, onRemove }: PhoneProps) {
  const { users: text } = useText();
  return (
    <Card padding="sm" role="group" aria-label={name}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Status tone={registered.length > 0 ? 'good' : 'idle'}>
            {registered.length > 0 ? text.ready : text.away}
          </Status>
          {onRemove ? <RemoveItemButton label={text.removeOne(name)} onClick={onRemove} /> : null}
        </Group>
      </Group>
      <Text size="xs" c="dimmed">
        {facts.join(' · ')}
      </Text>
      {registered.map(({ id, transport, source, contactUri, expiresAt }) => (
        <Text key={id} size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {text.reachedBy(transport.toUpperCase(), addressOf(source ?? contactUri), clockText(expiresAt))}
        </Text>
      ))}
    </Card>
  );
}

/** `192.0.2.7:5060` of `sip:alice@192.0.2.7:5060;transport=udp`. */
function addressOf(uri: string): string {
  return uri.replace(/^sips?:([^@]*@)?/, '').replace(/[;?].*$/, '');
}
