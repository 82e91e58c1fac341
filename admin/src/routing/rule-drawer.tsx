import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { contentOf, ifMatch, succeeded } from '@tandem/api-client';
import { type RoutingRule, routingRule, routingRuleSettings } from '@tandem/api-types/routing';
import { type ReactNode, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { AddItemButton, RemoveItemButton } from '../parts/buttons.tsx';
import { choicesOf } from '../parts/choices.ts';
import { DestinationFields } from '../parts/destination-fields.tsx';
import { DocumentDrawer, type EditedFormProps, type EditedProps } from '../parts/document-drawer.tsx';
import { DocumentForm } from '../parts/document-form.tsx';
import { fieldErrors } from '../parts/field-errors.ts';
import { FieldRow } from '../parts/field-row.tsx';
import {
  ChoiceField,
  NumberField,
  SelectField,
  SwitchField,
  TagsField,
  TextField,
} from '../parts/fields.tsx';
import { HoursFields } from '../parts/hours-fields.tsx';
import { useFormText } from '../text/form-text.ts';
import { useTrunks } from '../trunks/trunk-queries.ts';
import { type Covering, coveringOf, RulePlace } from './rule-place.tsx';
import { newRule, noTrunk, type RuleValues, settingsOf, valuesOf } from './rule-values.ts';

/** One rule: when it takes a call, and what happens then. */
export function RuleDrawer({ edited, onClose }: EditedProps<RoutingRule>) {
  const { routing: text } = useFormText();
  return (
    <DocumentDrawer
      edited={edited}
      onClose={onClose}
      size="lg"
      newTitle={text.add}
      titleOf={({ name }) => name}
    >
      {(stored) => <RuleForm stored={stored} onClose={onClose} />}
    </DocumentDrawer>
  );
}

function RuleForm({ stored, onClose }: EditedFormProps<RoutingRule>) {
  const session = useSession();
  const { fields, routing } = useFormText();
  const text = routing.form;
  const form = useForm<RuleValues>({
    initialValues: stored ? valuesOf(stored) : newRule,
    validate: (values) => fieldErrors(routingRuleSettings, settingsOf(values), fields),
  });
  const part = { form, disabled: !session.may('routing:write') };
  const [covering, setCovering] = useState<Covering | null>(null);
  const add = async (values: RuleValues) => {
    const { before } = values;
    setCovering(null);
    const query = before === 'last' ? {} : { before };
    const request = { params: { query }, body: settingsOf(values) };
    try {
      return await contentOf(session.api.POST('/api/v1/routing/rules', request), routingRule);
    } catch (error) {
      setCovering(coveringOf(error));
      throw error;
    }
  };
  const write = (values: RuleValues, version: number | null) => {
    const body = settingsOf(values);
    if (stored === null || version === null) return add(values);
    const params = { path: { id: stored.id }, header: ifMatch(version) };
    return contentOf(session.api.PUT('/api/v1/routing/rules/{id}', { params, body }), routingRule);
  };
  return (
    <DocumentForm
      form={form}
      stored={stored}
      write={write}
      remove={({ id, version }) =>
        succeeded(
          session.api.DELETE('/api/v1/routing/rules/{id}', {
            params: { path: { id }, header: ifMatch(version) },
          }),
        )
      }
      changeOf={({ id, name }) => ({ kind: 'routing-rule', resourceId: id, label: name })}
      removal={{ title: routing.remove, ask: routing.removeAsk(form.values.name) }}
      queryKey={['routing-rules']}
      onClose={onClose}
    >
      <TextField {...part} path="name" text={text.name} autoFocus={stored === null} />
      <SwitchField {...part} path="enabled" text={text.enabled} />
      <FormPart title={text.when} why={text.whenWhy}>
        <ConditionFields {...part} />
      </FormPart>
      <FormPart title={text.effect}>
        <SelectField {...part} path="action.kind" text={text.action} choices={choicesOf(text.actions)} />
        <ActionFields {...part} />
      </FormPart>
      {stored === null ? <RulePlace {...part} covering={covering} /> : null}
    </DocumentForm>
  );
}

interface RulePart {
  readonly form: UseFormReturnType<RuleValues>;
  readonly disabled: boolean;
}

interface FormPartProps {
  readonly title: string;
  readonly why?: string;
  readonly children: ReactNode;
}

function FormPart({ title, why, children }: FormPartProps) {
  return (
    <Stack gap="sm" component="section" aria-label={title}>
      <div>
        <Title order={3} size="h5">
          {title}
        </Title>
        {why === undefined ? null : (
          <Text size="sm" c="dimmed">
            {why}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}

function ConditionFields({ form, disabled }: RulePart) {
  const text = useFormText().routing.form;
  const trunkIds = (useTrunks().data ?? []).map(({ trunk }) => trunk.id);
  const part = { form, disabled };
  return (
    <>
      <TagsField {...part} path="when.prefixes" text={text.prefixes} />
      <FieldRow>
        <NumberField {...part} path="when.digitsMin" text={text.digitsMin} nullable />
        <NumberField {...part} path="when.digitsMax" text={text.digitsMax} nullable />
      </FieldRow>
      <TextField {...part} path="when.pattern" text={text.pattern} nullable />
      <TagsField {...part} path="when.callers" text={text.callers} />
      <TagsField {...part} path="when.arrivesBy" text={text.arrivesBy} proposals={trunkIds} />
      <FormPart title={text.hours} why={text.hoursWhy}>
        <HoursFields {...part} path="when.hours" hours={form.values.when.hours} />
      </FormPart>
      <SelectField
        {...part}
        path="when.holidays"
        text={text.holidays}
        choices={choicesOf(text.holidayChoices)}
      />
    </>
  );
}

function ActionFields({ form, disabled }: RulePart) {
  const text = useFormText().routing.form;
  const part = { form, disabled };
  const { kind, destination } = form.values.action;
  switch (kind) {
    case 'trunks':
      return (
        <>
          <TrunkFields {...part} />
          <FieldRow>
            <ChoiceField {...part} path="action.order" text={text.order} choices={choicesOf(text.orders)} />
            <NumberField {...part} path="action.routesMax" text={text.routesMax} min={1} max={10} />
          </FieldRow>
          <FormPart title={text.rewrite}>
            <SelectField {...part} path="rewrite.form" text={text.form} choices={choicesOf(text.forms)} />
            <FieldRow>
              <NumberField {...part} path="rewrite.stripDigits" text={text.stripDigits} />
              <TextField {...part} path="rewrite.prepend" text={text.prepend} />
            </FieldRow>
          </FormPart>
        </>
      );
    case 'destination':
      return <DestinationFields {...part} path="action.destination" kind={destination.kind} localOnly />;
    case 'refuse':
      return <TextField {...part} path="action.why" text={text.why} />;
    case 'internal':
      return null;
  }
}

function TrunkFields({ form, disabled }: RulePart) {
  const text = useFormText().routing.form;
  const choices = (useTrunks().data ?? []).map(({ trunk }) => ({ value: trunk.id, label: trunk.name }));
  const { trunks } = form.values.action;
  const part = { form, disabled };
  return (
    <>
      {trunks.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a trunk of a rule is its place
        <Card key={index} padding="sm" role="group" aria-label={text.trunk(index + 1)}>
          <Group justify="space-between">
            <Text size="sm" fw={600}>
              {text.trunk(index + 1)}
            </Text>
            <RemoveItemButton
              label={text.removeTrunk(index + 1)}
              disabled={disabled || trunks.length === 1}
              onClick={() => form.removeListItem('action.trunks', index)}
            />
          </Group>
          <Stack gap="xs">
            <SelectField
              {...part}
              path={`action.trunks.${index}.trunkId`}
              text={text.trunkId}
              choices={choices}
              searchable
            />
            <FieldRow>
              <NumberField {...part} path={`action.trunks.${index}.stripDigits`} text={text.stripDigits} />
              <TextField {...part} path={`action.trunks.${index}.prepend`} text={text.prepend} />
            </FieldRow>
          </Stack>
        </Card>
      ))}
      <AddItemButton
        label={text.addTrunk}
        disabled={disabled}
        onClick={() => form.insertListItem('action.trunks', noTrunk)}
      />
    </>
  );
}
