import { Button, type ButtonProps, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { useSession } from '../api/use-session.ts';
import { useText } from '../text/use-text.ts';

type AccountButtonProps = ButtonProps & Omit<ComponentProps<'button'>, keyof ButtonProps>;

/** Says who is signed in; it opens the account's menu. */
export function AccountButton(props: AccountButtonProps) {
  const session = useSession();
  const { layout } = useText();
  return (
    <Button
      ml="auto"
      miw={0}
      variant="subtle"
      color="gray"
      c="var(--mantine-color-text)"
      size="sm"
      aria-label={layout.account(session.displayName)}
      aria-haspopup="menu"
      rightSection={<IconChevronDown size={14} aria-hidden />}
      {...props}
    >
      <Text span inherit truncate>
        {session.displayName}
      </Text>
    </Button>
  );
}
