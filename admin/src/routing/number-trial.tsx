import { Button, Card, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { contentOf } from '@tandem/api-client';
import { simulation, simulationRequest } from '@tandem/api-types/routing';
import { useMutation } from '@tanstack/react-query';
import type { z } from 'zod';
import { useSession } from '../api/use-session.ts';
import { choicesOf } from '../parts/choices.ts';
import { fieldErrors } from '../parts/field-errors.ts';
import { ChoiceField, type FieldForm, SelectField, TextField } from '../parts/fields.tsx';
import { Failure } from '../parts/notices.tsx';
import { useFormText } from '../text/form-text.ts';
import { useTrunks } from '../trunks/trunk-queries.ts';
import { TrialResult } from './trial-result.tsx';

type TrialRequest = z.input<typeof simulationRequest>;

interface TrialValues extends Record<string, unknown> {
  dialled: string;
  kind: TrialRequest['caller']['kind'];
  username: string;
  trunkId: string;
  number: string;
  reason: 'dialled' | 'forwarded' | 'transferred';
  /** As the browser writes it: `2026-12-24T18:00`, of the browser's time zone; empty is now. */
  at: string;
}

/** Shows what would happen with a call, by the code that decides real ones. */
export function NumberTrial() {
  const session = useSession();
  const { fields, routing } = useFormText();
  const text = routing.trial;
  const form = useForm<TrialValues>({
    initialValues: {
      dialled: '',
      kind: 'user',
      username: session.username,
      trunkId: '',
      number: '',
      reason: 'dialled',
      at: '',
    },
    validate: (values) => inForm(fieldErrors(simulationRequest, requestOf(values), fields)),
  });
  const trial = useMutation({
    mutationFn: (values: TrialValues) =>
      contentOf(session.api.POST('/api/v1/routing/simulate', { body: requestOf(values) }), simulation),
  });
  return (
    <Card component="section" aria-label={text.title}>
      <Title order={2}>{text.title}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {text.lead}
      </Text>
      <form noValidate onSubmit={form.onSubmit((values) => trial.mutate(values))}>
        <Stack gap="sm">
          <TextField form={form} path="dialled" text={text.dialled} />
          <ChoiceField form={form} path="kind" text={text.caller} choices={choicesOf(text.callers)} />
          <CallerFields form={form} kind={form.values.kind} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <SelectField form={form} path="reason" text={text.reason} choices={choicesOf(text.reasons)} />
            <TextInput
              type="datetime-local"
              label={text.at.label}
              description={text.at.why}
              {...form.getInputProps('at')}
            />
          </SimpleGrid>
          <Button type="submit" loading={trial.isPending} style={{ alignSelf: 'flex-end' }}>
            {text.try}
          </Button>
        </Stack>
      </form>
      {trial.error ? <Failure error={trial.error} onRetry={() => trial.mutate(form.values)} /> : null}
      {trial.data ? <TrialResult result={trial.data} /> : null}
    </Card>
  );
}

function CallerFields({ form, kind }: { readonly form: FieldForm; readonly kind: TrialValues['kind'] }) {
  const text = useFormText().routing.trial;
  const trunks = (useTrunks().data ?? []).map(({ trunk }) => ({ value: trunk.id, label: trunk.name }));
  if (kind === 'user') return <TextField form={form} path="username" text={text.username} />;
  if (kind === 'anonymous') return null;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <SelectField form={form} path="trunkId" text={text.trunkId} choices={trunks} searchable />
      <TextField form={form} path="number" text={text.number} />
    </SimpleGrid>
  );
}

function requestOf({ dialled, kind, username, trunkId, number, reason, at }: TrialValues) {
  const callers = {
    user: { kind: 'user', username },
    trunk: { kind: 'trunk', trunkId, number },
    anonymous: { kind: 'anonymous' },
  } as const;
  const moment = at === '' ? {} : { at: new Date(at).toISOString() };
  return { dialled, caller: callers[kind], reason, ...moment };
}

/** The caller's fields have no group of their own in the form. */
const inForm = (errors: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([path, error]) => [path.replace(/^caller\./, ''), error]));
