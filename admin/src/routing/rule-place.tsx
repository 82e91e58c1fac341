import { Alert, Button, Stack, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { ApiFailure } from '@tandem/api-client';
import { ruleCoveredBy } from '@tandem/api-types/routing';
import { SelectField } from '../parts/fields.tsx';
import { useFormText } from '../text/form-text.ts';
import type { RuleValues } from './rule-values.ts';
import { useRules } from './use-rules.ts';

/** A rule that takes every call of the one that was to be added. */
export type Covering = ReturnType<typeof ruleCoveredBy.parse>['coveredBy'];

/** The rule that the server says would never let the new one be reached; null when it says something else. */
export function coveringOf(error: unknown): Covering | null {
  if (!(error instanceof ApiFailure)) return null;
  return ruleCoveredBy.safeParse(error.problem?.context).data?.coveredBy ?? null;
}

interface RulePlaceProps {
  readonly form: UseFormReturnType<RuleValues>;
  readonly disabled: boolean;
  /** What the last attempt to add it came to. */
  readonly covering: Covering | null;
}

/** Before which other rule a new one is asked, and the way out when a general one would take all of its calls. */
export function RulePlace({ form, disabled, covering }: RulePlaceProps) {
  const text = useFormText().routing.form;
  const rules = useRules().data?.rules ?? [];
  const choices = [
    { value: 'last', label: text.places.last },
    { value: 'first', label: text.places.first },
    ...rules.map(({ id, name }) => ({ value: id, label: text.placeBefore(name) })),
  ];
  return (
    <>
      {rules.length === 0 ? null : (
        <SelectField
          form={form}
          disabled={disabled}
          path="before"
          text={text.place}
          choices={choices}
          searchable
        />
      )}
      {covering === null ? null : (
        <Alert color="yellow" role="status">
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{text.covered(covering.name)}</Text>
            <Button type="submit" size="xs" onClick={() => form.setFieldValue('before', covering.id)}>
              {text.placeAbove(covering.name)}
            </Button>
          </Stack>
        </Alert>
      )}
    </>
  );
}
