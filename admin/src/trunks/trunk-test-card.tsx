import { Alert, Button, Card, Code, Group, Loader, Stack, Text, TextInput, Title } from '@mantine/core';
import type { TrunkTestStep } from '@tandem/api-types/trunks';
import { useState } from 'react';
import { Status, type Tone } from '../parts/status.tsx';
import { useText } from '../text/use-text.ts';
import { useTrunkTest } from './trunk-queries.ts';
import { gatewayText } from './trunk-state-text.ts';

const tones: Record<TrunkTestStep['outcome'], Tone> = { ok: 'good', failed: 'bad', skipped: 'idle' };

/** Tries the trunk and shows what came back. */
export function TrunkTestCard({ id }: { readonly id: string }) {
  const { trunks: text } = useText();
  const [echoNumber, setEchoNumber] = useState('');
  const test = useTrunkTest(id);
  return (
    <Card component="section" aria-label={text.test}>
      <Stack gap="md">
        <div>
          <Title order={2}>{text.test}</Title>
          <Text size="sm" c="dimmed">
            {text.testWhy} {text.testSaved}
          </Text>
        </div>
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            label={text.echoNumber.label}
            description={text.echoNumber.why}
            placeholder={text.echoNumber.example}
            value={echoNumber}
            onChange={({ currentTarget }) => setEchoNumber(currentTarget.value)}
            style={{ flex: 1 }}
          />
          <Button
            loading={test.isPending}
            onClick={() => test.mutate(echoNumber.trim() === '' ? null : echoNumber.trim())}
          >
            {text.test}
          </Button>
        </Group>
        <Stack gap="sm" aria-live="polite">
          {test.isPending ? (
            <Group gap="xs">
              <Loader size="xs" />
              <Text size="sm">{text.testRuns}</Text>
            </Group>
          ) : null}
          {test.error ? <Alert color="red">{test.error.message}</Alert> : null}
          {test.data && !test.isPending ? (
            <>
              <Status tone={test.data.ok ? 'good' : 'bad'}>
                {test.data.ok ? text.testOk : text.testFailed}
              </Status>
              {test.data.steps.map((step) => (
                <Step key={`${step.kind} ${step.gateway}`} step={step} />
              ))}
            </>
          ) : null}
        </Stack>
      </Stack>
    </Card>
  );
}

function Step({ step }: { readonly step: TrunkTestStep }) {
  const { trunks: text } = useText();
  return (
    <div>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600}>
          {text.testSteps[step.kind]}
          {step.gateway === null ? '' : ` · ${gatewayText(step.gateway)}`}
        </Text>
        <Status tone={tones[step.outcome]}>{text.testOutcomes[step.outcome]}</Status>
      </Group>
      <Text size="sm">{step.sentence}</Text>
      <Text size="xs" c="dimmed">
        {[...(step.status === null ? [] : [`SIP ${step.status}`]), `${step.durationMs.toFixed(0)} ms`].join(
          ' · ',
        )}
      </Text>
      {step.received === null ? null : (
        <details>
          <summary style={{ fontSize: 'var(--mantine-font-size-xs)' }}>{text.whatCameBack}</summary>
          <Code block fz="xs" tabIndex={0}>
            {step.received}
          </Code>
        </details>
      )}
    </div>
  );
}
