import { Button, Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconChevronDown, IconLogout } from '@tabler/icons-react';
import { useSession } from '../api/use-session.ts';
import { useText } from '../text/use-text.ts';

const colorSchemes = ['light', 'dark', 'auto'] as const;

/** Who is signed in, the colours, and the way out. */
export function AccountMenu() {
  const session = useSession();
  const { layout } = useText();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Button
          ml="auto"
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          size="sm"
          aria-label={layout.account(session.displayName)}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {session.displayName}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{layout.colorScheme}</Menu.Label>
        {colorSchemes.map((scheme) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={colorScheme === scheme}
            closeMenuOnClick={false}
            onClick={() => setColorScheme(scheme)}
            rightSection={colorScheme === scheme ? <IconCheck size={14} aria-hidden /> : null}
          >
            {layout[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void session.signOut()}>
          {layout.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
