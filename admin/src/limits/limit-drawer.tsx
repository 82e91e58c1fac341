import { useForm } from '@mantine/form';
import { contentOf, ifMatch, succeeded } from '@tandem/api-client';
import {
  type CallLimit,
  type CallLimitSettings,
  callLimit,
  callLimitSettings,
  type LimitSubject,
} from '@tandem/api-types/fraud';
import { useSession } from '../api/use-session.ts';
import { choicesOf } from '../parts/choices.ts';
import { DocumentDrawer, type EditedFormProps, type EditedProps } from '../parts/document-drawer.tsx';
import { DocumentForm } from '../parts/document-form.tsx';
import { fieldErrors } from '../parts/field-errors.ts';
import { type FieldForm, NumberField, SelectField, TextField } from '../parts/fields.tsx';
import { useText } from '../text/use-text.ts';
import { useTrunks } from '../trunks/trunk-queries.ts';
import { subjectText } from './subject-text.ts';

/** One limit: for whom, and how much. */
export function LimitDrawer({ edited, onClose }: EditedProps<CallLimit>) {
  const { limits: text } = useText();
  return (
    <DocumentDrawer
      edited={edited}
      onClose={onClose}
      newTitle={text.add}
      titleOf={({ appliesTo }) => subjectText(appliesTo, text)}
    >
      {(stored) => <LimitForm stored={stored} onClose={onClose} />}
    </DocumentDrawer>
  );
}

/** A form has all fields, whomever the limit is for. */
interface LimitValues extends Record<string, unknown> {
  kind: LimitSubject['kind'];
  username: string;
  trunkId: string;
  concurrentCalls: number | null;
  minutesPerHour: number | null;
  minutesPerDay: number | null;
  spendPerHour: number | null;
  spendPerDay: number | null;
}

const nothing: LimitValues = {
  kind: 'every-user',
  username: '',
  trunkId: '',
  concurrentCalls: null,
  minutesPerHour: null,
  minutesPerDay: null,
  spendPerHour: null,
  spendPerDay: null,
};

function valuesOf({ appliesTo, id: _, version: __, ...bounds }: CallLimit): LimitValues {
  return { ...nothing, ...bounds, ...appliesTo };
}

function settingsOf({ kind, username, trunkId, ...bounds }: LimitValues): CallLimitSettings {
  const subjects: Record<LimitSubject['kind'], LimitSubject> = {
    'every-user': { kind: 'every-user' },
    'every-trunk': { kind: 'every-trunk' },
    user: { kind: 'user', username },
    trunk: { kind: 'trunk', trunkId },
  };
  const { concurrentCalls, minutesPerHour, minutesPerDay, spendPerHour, spendPerDay } = bounds;
  return {
    appliesTo: subjects[kind],
    concurrentCalls,
    minutesPerHour,
    minutesPerDay,
    spendPerHour,
    spendPerDay,
  };
}

/** The fields of `appliesTo` have no group of their own in the form. */
const inForm = (errors: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors).map(([path, error]) => [path.replace(/^appliesTo\.?/, '') || 'kind', error]),
  );

function LimitForm({ stored, onClose }: EditedFormProps<CallLimit>) {
  const session = useSession();
  const { fields, limits: text } = useText();
  const form = useForm<LimitValues>({
    initialValues: stored ? valuesOf(stored) : nothing,
    validate: (values) => inForm(fieldErrors(callLimitSettings, settingsOf(values), fields)),
  });
  const disabled = !session.may('routing:write');
  const write = (values: LimitValues, version: number | null) => {
    const body = settingsOf(values);
    if (stored === null || version === null)
      return contentOf(session.api.POST('/api/v1/call-limits', { body }), callLimit);
    const params = { path: { id: stored.id }, header: ifMatch(version) };
    return contentOf(session.api.PUT('/api/v1/call-limits/{id}', { params, body }), callLimit);
  };
  const whose = subjectText(settingsOf(form.values).appliesTo, text);
  return (
    <DocumentForm
      form={form}
      stored={stored}
      write={write}
      wrongFields={inForm}
      remove={({ id, version }) =>
        succeeded(
          session.api.DELETE('/api/v1/call-limits/{id}', {
            params: { path: { id }, header: ifMatch(version) },
          }),
        )
      }
      changeOf={({ id, appliesTo }) => ({
        kind: 'call-limit',
        resourceId: id,
        label: subjectText(appliesTo, text),
      })}
      removal={{ title: text.remove, ask: text.removeAsk(whose) }}
      queryKey={['call-limits']}
      onClose={onClose}
    >
      <SubjectFields form={form} kind={form.values.kind} disabled={disabled || stored !== null} />
      <NumberField
        form={form}
        path="concurrentCalls"
        text={text.concurrentCalls}
        nullable
        disabled={disabled}
      />
      <NumberField
        form={form}
        path="minutesPerHour"
        text={text.minutesPerHour}
        nullable
        disabled={disabled}
      />
      <NumberField form={form} path="minutesPerDay" text={text.minutesPerDay} nullable disabled={disabled} />
      <NumberField
        form={form}
        path="spendPerHour"
        text={text.spendPerHour}
        nullable
        decimals
        disabled={disabled}
      />
      <NumberField
        form={form}
        path="spendPerDay"
        text={text.spendPerDay}
        nullable
        decimals
        disabled={disabled}
      />
    </DocumentForm>
  );
}

interface SubjectFieldsProps {
  readonly form: FieldForm;
  readonly kind: LimitSubject['kind'];
  readonly disabled: boolean;
}

function SubjectFields({ form, kind, disabled }: SubjectFieldsProps) {
  const { limits: text } = useText();
  const trunks = useTrunks();
  const choices = (trunks.data ?? []).map(({ trunk }) => ({ value: trunk.id, label: trunk.name }));
  return (
    <>
      <SelectField
        form={form}
        path="kind"
        text={{ label: text.whose, why: text.kindsWhy }}
        choices={choicesOf(text.kinds)}
        disabled={disabled}
      />
      {kind === 'user' ? (
        <TextField form={form} path="username" text={text.username} disabled={disabled} />
      ) : null}
      {kind === 'trunk' ? (
        <SelectField
          form={form}
          path="trunkId"
          text={text.trunkId}
          choices={choices}
          disabled={disabled}
          searchable
        />
      ) : null}
    </>
  );
}
