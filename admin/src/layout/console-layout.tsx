import { AppShell, Burger, Button, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useLocation } from 'react-router';
import { useSession } from '../api/use-session.ts';
import { Brand } from '../parts/brand.tsx';

const pages = [
  { path: '/', label: 'Overview' },
  { path: '/users', label: 'Users' },
  { path: '/calls', label: 'Calls' },
] as const;

/** The frame of all pages: where one is, where one can go, and who one is. */
export function ConsoleLayout() {
  const session = useSession();
  const { pathname } = useLocation();
  const [open, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding="lg"
    >
      <AppShell.Header>
        <Group h="100%" px="md" wrap="nowrap">
          <Burger opened={open} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Menu" />
          <Brand size={32} />
          <Text fw={700}>Tandem console</Text>
          <Group ml="auto" wrap="nowrap">
            <Text size="sm" c="dimmed" visibleFrom="sm">
              {session.displayName}
            </Text>
            <Button variant="default" size="sm" onClick={() => void session.signOut()}>
              Sign out
            </Button>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Pages">
        {pages.map(({ path, label }) => (
          <NavLink
            key={path}
            component={Link}
            to={path}
            label={label}
            active={pathname === path}
            aria-current={pathname === path ? 'page' : undefined}
            onClick={close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
