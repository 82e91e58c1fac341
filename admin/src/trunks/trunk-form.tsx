import { Accordion, Button, Group, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Trunk } from '@tandem/api-types/trunks';
import { type ComponentType, useState } from 'react';
import { choicesOf } from '../parts/choices.ts';
import { FieldRow } from '../parts/field-row.tsx';
import { ChoiceField, SwitchField, TextField } from '../parts/fields.tsx';
import { SaveNotices } from '../parts/save-notices.tsx';
import { useSaving } from '../parts/use-saving.ts';
import { useSettled, useUnsaved } from '../parts/use-unsaved.ts';
import { useFormText } from '../text/form-text.ts';
import { ConnectionFields } from './connection-fields.tsx';
import { FailoverFields, LimitFields } from './failover-fields.tsx';
import { FormSection, wrongIn } from './form-section.tsx';
import { GatewayFields } from './gateway-fields.tsx';
import { HeaderFields, ScheduleFields } from './schedule-fields.tsx';
import { CallerIdFields, SoundFields } from './sound-fields.tsx';
import { idOf, type TrunkFormPart, type TrunkFormValues, trunkErrors } from './trunk-form-values.ts';
import { useTrunkWrite } from './trunk-queries.ts';

interface SectionPlan {
  readonly id: string;
  /** Paths of its fields, for counting what is wrong. */
  readonly paths: readonly string[];
  readonly title: SectionText;
  readonly why: `${SectionText}Why`;
  readonly Fields: ComponentType<TrunkFormPart>;
}

type SectionText =
  | 'basics'
  | 'connection'
  | 'gateways'
  | 'sound'
  | 'callerId'
  | 'failover'
  | 'limits'
  | 'schedule'
  | 'headers';

const plan: readonly SectionPlan[] = [
  section('basics', ['name', 'id', 'enabled', 'direction'], BasicFields),
  section('connection', ['connection', 'secret'], ConnectionFields),
  section('gateways', ['gateways', 'allowedSources', 'outboundProxy'], GatewayFields),
  section('sound', ['media'], SoundFields),
  section('callerId', ['callerId'], CallerIdFields),
  section('failover', ['failover', 'health', 'sessionTimers'], FailoverFields),
  section('limits', ['limits'], LimitFields),
  section('schedule', ['schedule'], ScheduleFields),
  section('headers', ['headers'], HeaderFields),
];

function section(
  id: SectionText,
  paths: readonly string[],
  Fields: ComponentType<TrunkFormPart>,
): SectionPlan {
  return { id, paths, title: id, why: `${id}Why`, Fields };
}

export interface TrunkFormProps {
  readonly initial: TrunkFormValues;
  /** Undefined for a new trunk. */
  readonly version: number | undefined;
  readonly secretIsSet: boolean;
  /** A file describes the trunk: it can be looked at, not changed. */
  readonly readOnly: boolean;
  readonly onSaved: (trunk: Trunk) => void;
  readonly onCancel: () => void;
  readonly onTakeTheirs: () => void;
}

/** Everything that can be set of a trunk: the three sections that each needs are open, the rest is folded away. */
export function TrunkForm(props: TrunkFormProps) {
  const { initial, version, secretIsSet, readOnly, onSaved, onCancel, onTakeTheirs } = props;
  const { shared, fields, trunkForm: text } = useFormText();
  const isNew = version === undefined;
  const [open, setOpen] = useState<string[]>(['basics', 'connection', 'gateways']);
  const form = useForm<TrunkFormValues>({
    initialValues: initial,
    validate: (values) => trunkErrors(values, isNew, fields),
  });
  useUnsaved(form.isDirty() && !readOnly);
  const settled = useSettled();
  const showWrong = (errors: Readonly<Record<string, unknown>>) =>
    setOpen((now) => [...now, ...plan.filter(({ paths }) => wrongIn(errors, paths) > 0).map(({ id }) => id)]);
  const saving = useSaving({
    write: useTrunkWrite(),
    version,
    onWrongFields: (errors) => {
      form.setErrors(errors);
      showWrong(errors);
    },
    onSaved: (trunk) => {
      form.resetDirty();
      settled();
      onSaved(trunk);
    },
  });
  const part: TrunkFormPart = { form, isNew, secretIsSet, disabled: readOnly };
  return (
    <form noValidate onSubmit={form.onSubmit((values) => saving.save(values), showWrong)}>
      <Stack>
        <Accordion multiple value={open} onChange={setOpen} variant="separated" radius="lg">
          {plan.map(({ id, title, why, paths, Fields }) => (
            <FormSection
              key={id}
              id={id}
              title={text[title]}
              why={text[why]}
              wrong={wrongIn(form.errors, paths)}
            >
              <Fields {...part} />
            </FormSection>
          ))}
        </Accordion>
        <SaveNotices saving={saving} errors={form.errors} onTakeTheirs={onTakeTheirs} />
        {readOnly ? null : (
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>
              {shared.cancel}
            </Button>
            <Button type="submit" loading={saving.isSaving} disabled={!isNew && !form.isDirty()}>
              {isNew ? shared.add : shared.save}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

function BasicFields(part: TrunkFormPart) {
  const { trunkForm: text } = useFormText();
  const { form, isNew } = part;
  // Until somebody types a short name it follows the name.
  const named = {
    ...form,
    getInputProps: (path: string) => {
      const props = form.getInputProps(path);
      const { name, id } = form.values;
      if (!isNew || id !== idOf(name)) return props;
      return {
        ...props,
        onChange: (typed: string) => {
          props.onChange(typed);
          form.setFieldValue('id', idOf(typed));
        },
      };
    },
  };
  return (
    <>
      <FieldRow>
        <TextField {...part} form={named} path="name" text={text.name} />
        <TextField {...part} path="id" text={text.id} disabled={part.disabled || !isNew} />
        <ChoiceField {...part} path="direction" text={text.direction} choices={choicesOf(text.directions)} />
      </FieldRow>
      <SwitchField {...part} path="enabled" text={text.enabled} />
    </>
  );
}
