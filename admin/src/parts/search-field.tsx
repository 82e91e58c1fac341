import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

const pauseMs = 250;

export interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Finds rows of a list by what is typed. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      w={320}
      maw="100%"
    />
  );
}

/** What a `SearchField` holds. `wanted` follows once the typing pauses; empty is everything. */
export function useSearch() {
  const [value, onChange] = useState('');
  const [wanted] = useDebouncedValue(value.trim(), pauseMs);
  return { field: { value, onChange }, wanted };
}
