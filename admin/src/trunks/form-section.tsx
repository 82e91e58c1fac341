import { Accordion, Badge, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

export interface FormSectionProps {
  /** Names the section in the accordion. */
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** How many of its fields are wrong. */
  readonly wrong: number;
  readonly children: ReactNode;
}

/** A part of a long form that can be folded away. */
export function FormSection({ id, title, why, wrong, children }: FormSectionProps) {
  return (
    <Accordion.Item value={id}>
      <Accordion.Control>
        <Group gap="xs">
          <Text fw={600}>{title}</Text>
          {wrong > 0 ? <Badge color="red">{wrong}</Badge> : null}
        </Group>
        <Text size="sm" c="dimmed">
          {why}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="md" pt="xs">
          {children}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

/** How many errors belong to fields that begin with one of these paths. */
export function wrongIn(errors: Readonly<Record<string, unknown>>, paths: readonly string[]): number {
  return Object.entries(errors).filter(
    ([path, error]) => error && paths.some((prefix) => path === prefix || path.startsWith(`${prefix}.`)),
  ).length;
}
