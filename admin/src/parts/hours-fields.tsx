import { Checkbox, Group, Input, SimpleGrid, Stack, Text } from '@mantine/core';
import { useFormText } from '../text/form-text.ts';
import { AddItemButton, RemoveItemButton } from './buttons.tsx';
import { type FieldForm, TextField } from './fields.tsx';

export interface Hours {
  days: number[];
  from: string;
  to: string;
}

const workingHours: Hours = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };

export interface HoursFieldsProps {
  readonly form: FieldForm & {
    insertListItem(path: string, item: Hours): void;
    removeListItem(path: string, index: number): void;
  };
  /** Where the list of hours is. */
  readonly path: string;
  readonly hours: readonly Hours[];
  readonly disabled?: boolean | undefined;
}

/** Hours of the week: days, from when and until when. */
export function HoursFields({ form, path, hours, disabled }: HoursFieldsProps) {
  const { trunkForm: text } = useFormText();
  return (
    <Stack gap="sm">
      {hours.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hours have no other name than their place
        <Stack key={index} gap={6} role="group" aria-label={text.window(index + 1)}>
          <Group justify="space-between">
            <Text size="sm" fw={600}>
              {text.window(index + 1)}
            </Text>
            <RemoveItemButton
              label={text.removeWindow(index + 1)}
              disabled={disabled}
              onClick={() => form.removeListItem(path, index)}
            />
          </Group>
          <DaysField form={form} path={`${path}.${index}.days`} disabled={disabled} />
          <SimpleGrid cols={2} maw={360}>
            <TextField form={form} path={`${path}.${index}.from`} text={text.fromTime} disabled={disabled} />
            <TextField form={form} path={`${path}.${index}.to`} text={text.toTime} disabled={disabled} />
          </SimpleGrid>
        </Stack>
      ))}
      <AddItemButton
        label={text.addWindow}
        disabled={disabled}
        onClick={() => form.insertListItem(path, workingHours)}
      />
    </Stack>
  );
}

function DaysField({ form, path, disabled }: Pick<HoursFieldsProps, 'form' | 'path' | 'disabled'>) {
  const { trunkForm: text } = useFormText();
  const { value, onChange, error } = form.getInputProps(path);
  const days: number[] = Array.isArray(value) ? value.map(Number) : [];
  return (
    <Input.Wrapper label={text.days.label} description={text.days.why} error={error} labelElement="div">
      <Group gap="sm" mt={4} id={`field-${path}`} tabIndex={-1}>
        {text.dayNames.map((name, index) => (
          <Checkbox
            key={name}
            label={name}
            disabled={disabled ?? false}
            checked={days.includes(index + 1)}
            onChange={({ currentTarget }) =>
              onChange(
                currentTarget.checked
                  ? [...days, index + 1].sort((a, b) => a - b)
                  : days.filter((day) => day !== index + 1),
              )
            }
          />
        ))}
      </Group>
    </Input.Wrapper>
  );
}
