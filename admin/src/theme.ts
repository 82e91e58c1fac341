import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const plum: MantineColorsTuple = [
  '#faeff8',
  '#f0dcec',
  '#e2b6d9',
  '#d58ec6',
  '#c86cb5',
  '#b556a1',
  '#93458a',
  '#7a3570',
  '#652a5d',
  '#501f49',
];

/** Dialogs come with a header of their own, which is not the page's, and a button without a name. */
const dialogParts = (closeLabel: string) => ({
  closeButtonProps: { 'aria-label': closeLabel },
  attributes: { header: { role: 'presentation' } },
});

/** @param closeLabel names the button that closes a dialog, in the reader's language */
export const themeWith = (closeLabel: string) =>
  createTheme({
    colors: { plum },
    primaryColor: 'plum',
    primaryShade: { light: 7, dark: 6 },
    defaultRadius: 'md',
    respectReducedMotion: true,
    fontFamily:
      '"Inter", "Segoe UI Variable", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", sans-serif',
    fontFamilyMonospace: '"JetBrains Mono", "Cascadia Mono", ui-monospace, "DejaVu Sans Mono", monospace',
    headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.6rem' }, h2: { fontSize: '1.15rem' } } },
    components: {
      Table: { defaultProps: { verticalSpacing: 8, horizontalSpacing: 'sm', fz: 'sm' } },
      Badge: { defaultProps: { variant: 'light', tt: 'none', radius: 'sm', fw: 600, miw: 'max-content' } },
      Card: { defaultProps: { withBorder: true, radius: 'lg', padding: 'lg' } },
      Modal: { defaultProps: { centered: true, radius: 'lg', ...dialogParts(closeLabel) } },
      Drawer: { defaultProps: dialogParts(closeLabel) },
      Tooltip: {
        defaultProps: { events: { hover: true, focus: true, touch: true }, multiline: true, maw: 320 },
      },
    },
  });

/** The darkest shade of these is still too pale on its own light ground. */
const darkerLightColors = {
  '--mantine-color-green-light-color': '#1b5e2a',
  '--mantine-color-yellow-light-color': '#7a4a00',
  '--mantine-color-orange-light-color': '#8a3200',
  '--mantine-color-red-light-color': '#9c1c1c',
  '--mantine-color-gray-light-color': 'var(--mantine-color-gray-8)',
};

/** White letters on a button that removes or hangs up need a darker red. */
const darkerRed = {
  '--mantine-color-red-filled': 'var(--mantine-color-red-9)',
  '--mantine-color-red-filled-hover': '#b02525',
};

/** Mantine's dimmed text and placeholders are too pale for WCAG AA on white and on our panels. */
export const readableColors: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    ...darkerLightColors,
    ...darkerRed,
    '--tandem-ground': 'var(--mantine-color-gray-0)',
    '--tandem-panel': 'var(--mantine-color-white)',
    '--tandem-line': 'var(--mantine-color-gray-3)',
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-1)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    ...darkerRed,
    '--tandem-ground': 'var(--mantine-color-dark-8)',
    '--tandem-panel': 'var(--mantine-color-dark-7)',
    '--tandem-line': 'var(--mantine-color-dark-4)',
  },
});
