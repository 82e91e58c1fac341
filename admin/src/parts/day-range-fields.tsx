import { TextInput } from '@mantine/core';
import { useText } from '../text/use-text.ts';

/** Days as `2026-01-31`, by the reader's own clock; empty is open at that end. */
export interface DayRange {
  readonly fromDay: string;
  readonly toDay: string;
}

export interface DayRangeFieldsProps {
  readonly range: DayRange;
  readonly onChange: (change: Partial<DayRange>) => void;
}

/** From which day to which a list of what happened is searched. */
export function DayRangeFields({ range, onChange }: DayRangeFieldsProps) {
  const { shared } = useText();
  return (
    <>
      {(['fromDay', 'toDay'] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={shared[end]}
          value={range[end]}
          onChange={({ currentTarget }) => onChange({ [end]: currentTarget.value })}
        />
      ))}
    </>
  );
}
