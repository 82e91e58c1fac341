import { Group, Stack, Switch, Text } from '@mantine/core';
import { AddItemButton, RemoveItemButton } from '../parts/buttons.tsx';
import { FieldRow } from '../parts/field-row.tsx';
import { TagsField, TextField } from '../parts/fields.tsx';
import { HoursFields } from '../parts/hours-fields.tsx';
import { useFormText } from '../text/form-text.ts';
import type { TrunkFormPart } from './trunk-form-values.ts';

export function ScheduleFields(part: TrunkFormPart) {
  const { trunkForm: text } = useFormText();
  const { form, disabled } = part;
  const { schedule } = form.values;
  const turn = (on: boolean) => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const windows = [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }];
    form.setFieldValue('schedule', on ? { timeZone, windows } : null);
  };
  return (
    <>
      <Switch
        label={text.useSchedule.label}
        description={text.useSchedule.why}
        disabled={disabled}
        checked={schedule !== null}
        onChange={({ currentTarget }) => turn(currentTarget.checked)}
      />
      {schedule ? (
        <>
          <FieldRow>
            <TextField {...part} path="schedule.timeZone" text={text.timeZone} />
          </FieldRow>
          <HoursFields form={form} path="schedule.windows" hours={schedule.windows} disabled={disabled} />
        </>
      ) : null}
    </>
  );
}

export function HeaderFields(part: TrunkFormPart) {
  const { trunkForm: text } = useFormText();
  const { form, disabled } = part;
  return (
    <>
      <Text size="sm" fw={600}>
        {text.addedHeaders}
      </Text>
      <Stack gap="sm">
        {form.values.headers.add.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same header may stand there twice
          <Group key={index} align="flex-end" wrap="nowrap" role="group" aria-label={text.header(index + 1)}>
            <TextField {...part} path={`headers.add.${index}.name`} text={text.headerName} />
            <TextField {...part} path={`headers.add.${index}.value`} text={text.headerValue} />
            <RemoveItemButton
              label={text.removeHeader(index + 1)}
              disabled={disabled}
              onClick={() => form.removeListItem('headers.add', index)}
            />
          </Group>
        ))}
      </Stack>
      <AddItemButton
        label={text.addHeader}
        disabled={disabled}
        onClick={() => form.insertListItem('headers.add', { name: '', value: '' })}
      />
      <TagsField {...part} path="headers.remove" text={text.removedHeaders} />
    </>
  );
}
