import {
  type Icon,
  IconArrowsExchange,
  IconHistory,
  IconLayoutDashboard,
  IconUsers,
} from '@tabler/icons-react';
import type { Catalogue } from '../text/catalogue.ts';

type Label = {
  [key in keyof Catalogue['layout']]: Catalogue['layout'][key] extends string ? key : never;
}[keyof Catalogue['layout']];

export interface PageLink {
  readonly path: string;
  readonly label: Label;
  readonly icon: Icon;
}

export interface Section {
  readonly name: keyof Catalogue['layout']['sections'];
  readonly pages: readonly PageLink[];
}

/** All pages of the console, in the order of the menu. */
export const sections: readonly Section[] = [
  {
    name: 'watch',
    pages: [
      { path: '/', label: 'overview', icon: IconLayoutDashboard },
      { path: '/calls', label: 'calls', icon: IconHistory },
    ],
  },
  {
    name: 'connect',
    pages: [{ path: '/trunks', label: 'trunks', icon: IconArrowsExchange }],
  },
  { name: 'people', pages: [{ path: '/users', label: 'users', icon: IconUsers }] },
];
