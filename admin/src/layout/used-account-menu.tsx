import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { useLeave } from '../parts/use-unsaved.ts';
import { useText } from '../text/use-text.ts';
import { AccountButton } from './account-button.tsx';

const colorSchemes = ['light', 'dark', 'auto'] as const;

/** The account's menu, which opens as soon as it is there. */
export function UsedAccountMenu() {
  const session = useSession();
  const { layout } = useText();
  const leave = useLeave();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // It opens a moment after its button got the focus, so that the focus comes back to it.
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(true), []);
  return (
    <Menu position="bottom-end" width={200} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <AccountButton autoFocus />
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
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => leave(() => void session.signOut())}
        >
          {layout.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
