import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { useText } from '../text/use-text.ts';

export interface PageProps {
  readonly title: string;
  /** One or two sentences: what the page is for. */
  readonly lead?: ReactNode;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page's frame: its heading takes the focus when one comes from another page, so that a screen reader says where one is. */
export function Page({ title, lead, actions, children }: PageProps) {
  const { shared } = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  useEffect(() => {
    document.title = `${title} · ${shared.product}`;
  }, [title, shared.product]);
  useEffect(() => {
    if (key !== 'default') heading.current?.focus({ preventScroll: true });
  }, [key]);
  return (
    <Stack maw={1480} mx="auto" gap="lg">
      <Group justify="space-between" align="flex-start" gap="md">
        <div style={{ minWidth: 0, flex: '1 1 20rem' }}>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {lead ? (
            <Text c="dimmed" size="sm" maw="75ch" className="lead">
              {lead}
            </Text>
          ) : null}
        </div>
        {actions ? <Group gap="sm">{actions}</Group> : null}
      </Group>
      {children}
    </Stack>
  );
}
