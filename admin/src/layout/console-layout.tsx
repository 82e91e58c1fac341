import { AppShell, Box, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { useSession } from '../api/use-session.ts';
import { Brand } from '../parts/brand.tsx';
import { Waiting } from '../parts/notices.tsx';
import { useText } from '../text/use-text.ts';
import { AccountMenu } from './account-menu.tsx';
import { AnnouncerProvider } from './announcer.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { type PageLink, sections } from './pages.ts';
import { UnsavedGuard } from './unsaved-guard.tsx';

/** The frame of all pages: where one is, where one can go, and who one is. */
export function ConsoleLayout() {
  const session = useSession();
  const { shared, layout } = useText();
  const { pathname } = useLocation();
  const [open, { toggle, close }] = useDisclosure(false);
  return (
    <UnsavedGuard>
      <AppShell
        header={{ height: 52 }}
        navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !open } }}
        padding="lg"
      >
        <button type="button" className="skip-link" onClick={() => document.querySelector('h1')?.focus()}>
          {shared.skipToContent}
        </button>
        <AppShell.Header>
          <Group h="100%" px="md" wrap="nowrap" gap="sm">
            <Burger opened={open} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={layout.menu} />
            <Brand size={26} />
            <Text fw={700} className="brand">
              {shared.product}
            </Text>
            <AccountMenu />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar aria-label={layout.pages}>
          <Box p="xs" style={{ overflowY: 'auto' }}>
            {sections.map(({ name, pages }) => (
              <div key={name}>
                <Text size="xs" fw={600} c="dimmed" px="sm" pt="md" pb={4}>
                  {layout.sections[name]}
                </Text>
                {pages
                  .filter(({ scope }) => session.may(scope))
                  .map((page) => (
                    <PageNavLink key={page.path} page={page} onFollow={close} />
                  ))}
              </div>
            ))}
          </Box>
        </AppShell.Navbar>
        <AppShell.Main id="content">
          <Suspense fallback={<Waiting />}>
            <AnnouncerProvider>
              <PageBoundary key={pathname}>
                <Outlet />
              </PageBoundary>
            </AnnouncerProvider>
          </Suspense>
        </AppShell.Main>
      </AppShell>
    </UnsavedGuard>
  );
}

function PageNavLink({ page, onFollow }: { readonly page: PageLink; readonly onFollow: () => void }) {
  const { layout } = useText();
  const { pathname } = useLocation();
  const { path, label, icon: PageIcon } = page;
  const active = path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
  return (
    <NavLink
      component={Link}
      to={path}
      label={layout[label]}
      leftSection={<PageIcon size={18} stroke={1.7} aria-hidden />}
      active={active}
      aria-current={active ? 'page' : undefined}
      onClick={onFollow}
      py={7}
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    />
  );
}
