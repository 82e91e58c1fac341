import { createTheme, type MantineColorsTuple } from '@mantine/core';

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

export const theme = createTheme({
  colors: { plum },
  primaryColor: 'plum',
  primaryShade: { light: 7, dark: 5 },
  defaultRadius: 'md',
  fontFamily:
    '"Inter", "Segoe UI Variable", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", sans-serif',
});
