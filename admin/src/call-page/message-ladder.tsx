import { Button, Code, CopyButton, Group, Stack, Text, Title } from '@mantine/core';
import type { CallReport } from '@tandem/api-types/calls';
import { useMemo, useState } from 'react';
import { useText } from '../text/use-text.ts';
import { partiesOf } from './call-parties.ts';
import { SipLadder } from './sip-ladder.tsx';

/** SIP messages between their parties as a ladder, and below it the one that was chosen. Nothing when there is none. */
export function MessageLadder({ legs, messages }: Pick<CallReport, 'legs' | 'messages'>) {
  const { callPage: text } = useText();
  const [chosen, setChosen] = useState<number | null>(null);
  const ladder = useMemo(() => partiesOf({ legs, messages }), [legs, messages]);
  const message = chosen === null ? undefined : messages[chosen];
  if (messages.length === 0) return null;
  return (
    <>
      <SipLadder {...ladder} chosen={chosen} onChoose={setChosen} />
      {message ? (
        <Stack gap="xs" mt="md" aria-live="polite">
          <Group justify="space-between">
            <Title order={3} size="h5">
              {message.summary}
            </Title>
            <CopyButton value={message.text}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {copied ? text.copied : text.copy}
                </Button>
              )}
            </CopyButton>
          </Group>
          <Text size="xs" c="dimmed">
            {text.onTheWay(message.protocol.toUpperCase(), message.peer)}
          </Text>
          <Code block fz="xs" tabIndex={0} mah={420} style={{ overflow: 'auto' }}>
            {message.text}
          </Code>
        </Stack>
      ) : null}
    </>
  );
}
