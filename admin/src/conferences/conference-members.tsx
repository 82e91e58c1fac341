import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { contentOf, succeeded } from '@tandem/api-client';
import { type ConferenceMember, conferenceMembers } from '@tandem/api-types/conferences';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import { addressText } from '../calls/call-text.ts';
import { Status } from '../parts/status.tsx';
import { spanText } from '../parts/time-text.ts';
import { TwoLines } from '../parts/two-lines.tsx';
import { useAnnounce } from '../parts/use-announce.ts';
import { useText } from '../text/use-text.ts';

const refreshMs = 1_000;

/** Who is in the room, with the buttons that mute and remove. */
export function ConferenceMembers({ room }: { readonly room: string }) {
  const session = useSession();
  const { conferences: text } = useText();
  const { data } = useQuery({
    queryKey: ['conferences', room, 'members'],
    queryFn: () =>
      contentOf(
        session.api.GET('/api/v1/conferences/{id}/members', { params: { path: { id: room } } }),
        conferenceMembers,
      ),
    refetchInterval: refreshMs,
  });
  if (!data) return null;
  return (
    <Stack component="section" gap="sm" aria-label={text.members}>
      <div>
        <Title order={3} size="h5">
          {text.members}
        </Title>
        <Text size="xs" c="dimmed">
          {text.onNode(data.node)}
        </Text>
      </div>
      {data.members.length === 0 ? <Text size="sm">{text.nobody}</Text> : null}
      {data.members.map((member) => (
        <Member key={member.id} room={room} member={member} />
      ))}
    </Stack>
  );
}

function Member({ room, member }: { readonly room: string; readonly member: ConferenceMember }) {
  const session = useSession();
  const { conferences: text } = useText();
  const { muted, speaking, waiting, joinedAt, callerUri } = member;
  const who = member.callerName ?? addressText(callerUri);
  const path = { id: room, memberId: member.id };
  const mute = useMemberAction(room, {
    act: () =>
      succeeded(
        session.api.PUT('/api/v1/conferences/{id}/members/{memberId}/muted', {
          params: { path },
          body: { muted: !muted },
        }),
      ),
    done: muted ? text.wasUnmuted(who) : text.wasMuted(who),
  });
  const remove = useMemberAction(room, {
    act: () =>
      succeeded(session.api.DELETE('/api/v1/conferences/{id}/members/{memberId}', { params: { path } })),
    done: text.wasRemoved(who),
  });
  return (
    <Group justify="space-between">
      <TwoLines below={`${addressText(callerUri)} · ${spanText((Date.now() - Date.parse(joinedAt)) / 1000)}`}>
        <Text size="sm" fw={600}>
          {who}
        </Text>
      </TwoLines>
      <Group gap="xs">
        {waiting ? (
          <Status tone="idle">{text.waiting}</Status>
        ) : (
          <Status tone={muted ? 'bad' : speaking ? 'good' : 'idle'}>
            {muted ? text.muted : speaking ? text.speaking : text.silent}
          </Status>
        )}
        {session.may('calls:hang-up') ? (
          <>
            {waiting ? null : (
              <Button
                variant="light"
                size="compact-sm"
                loading={mute.isPending}
                aria-label={muted ? text.unmuteOne(who) : text.muteOne(who)}
                onClick={() => mute.mutate()}
              >
                {muted ? text.unmute : text.mute}
              </Button>
            )}
            <Button
              variant="light"
              color="red"
              size="compact-sm"
              loading={remove.isPending}
              aria-label={text.removeOne(who)}
              onClick={() => remove.mutate()}
            >
              {text.removeMember}
            </Button>
          </>
        ) : null}
      </Group>
    </Group>
  );
}

function useMemberAction(
  room: string,
  { act, done }: { readonly act: () => Promise<unknown>; readonly done: string },
) {
  const queries = useQueryClient();
  const announce = useAnnounce();
  const { conferences: text } = useText();
  return useMutation({
    mutationFn: act,
    onSuccess: () => announce.show({ message: done }),
    onError: () => announce.show({ message: text.failed, color: 'red' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['conferences', room, 'members'] }),
  });
}
