import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { contentOf } from '@tandem/api-client';
import { registrationTrace } from '@tandem/api-types/calls';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import { MessageLadder } from '../call-page/message-ladder.tsx';
import { clockText } from '../parts/time-text.ts';
import { useText } from '../text/use-text.ts';

const refreshMs = 3_000;

/**
 * Why a phone or a trunk does not register: what it and Tandem say to each other, recorded when somebody asks.
 * @param username the user part of the address that is registered
 */
export function RegistrationTrace({ username }: { readonly username: string }) {
  const session = useSession();
  const queries = useQueryClient();
  const { registrations: text } = useText();
  const queryKey = ['registration-trace', username];
  const params = { path: { username } };
  const path = '/api/v1/admin/registration-traces/{username}' as const;
  const query = useQuery({
    queryKey,
    queryFn: () => contentOf(session.api.GET(path, { params }), registrationTrace),
    refetchInterval: ({ state }) => (isOpen(state.data?.recordingUntil) ? refreshMs : false),
  });
  const recording = useMutation({
    mutationFn: () => contentOf(session.api.PUT(path, { params }), registrationTrace),
    onSuccess: (trace) => queries.setQueryData(queryKey, trace),
  });
  const { recordingUntil = null, messages = [] } = query.data ?? {};
  const open = isOpen(recordingUntil);
  return (
    <Stack component="section" aria-label={text.title} gap="xs">
      <Title order={3} size="h5">
        {text.title}
      </Title>
      <Text size="sm" c="dimmed">
        {text.why}
      </Text>
      <Group>
        <Button
          variant="default"
          size="compact-sm"
          loading={recording.isPending}
          onClick={() => recording.mutate()}
        >
          {open ? text.longer : text.record}
        </Button>
        <Text size="sm" role="status">
          {open && recordingUntil !== null ? text.until(clockText(recordingUntil)) : ''}
        </Text>
      </Group>
      {recording.error ? <Alert color="red">{recording.error.message}</Alert> : null}
      {open && messages.length === 0 ? <Text size="sm">{text.nothingYet}</Text> : null}
      <MessageLadder legs={[{ party: 'caller', callId: '', uri: `sip:${username}` }]} messages={messages} />
    </Stack>
  );
}

const isOpen = (until: string | null | undefined): boolean =>
  until !== null && until !== undefined && Date.parse(until) > Date.now();
