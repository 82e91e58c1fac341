import {
  type Icon,
  IconArrowsExchange,
  IconCoins,
  IconFileDiff,
  IconHash,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconListSearch,
  IconMessages,
  IconPhoneCall,
  IconRoute,
  IconShieldCheck,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { Scope } from '@tandem/api-types/access';
import type { Catalogue } from '../text/catalogue.ts';

type Label = {
  [key in keyof Catalogue['layout']]: Catalogue['layout'][key] extends string ? key : never;
}[keyof Catalogue['layout']];

export interface PageLink {
  readonly path: string;
  readonly label: Label;
  readonly icon: Icon;
  /** What one needs to see it. */
  readonly scope: Scope;
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
      { path: '/', label: 'overview', icon: IconLayoutDashboard, scope: 'system:read' },
      { path: '/live-calls', label: 'liveCalls', icon: IconPhoneCall, scope: 'calls:read' },
      { path: '/calls', label: 'calls', icon: IconHistory, scope: 'calls:read' },
    ],
  },
  {
    name: 'connect',
    pages: [
      { path: '/trunks', label: 'trunks', icon: IconArrowsExchange, scope: 'trunks:read' },
      { path: '/numbers', label: 'numbers', icon: IconHash, scope: 'routing:read' },
      { path: '/routing', label: 'routing', icon: IconRoute, scope: 'routing:read' },
      { path: '/rates', label: 'rates', icon: IconCoins, scope: 'routing:read' },
      { path: '/ring-groups', label: 'ringGroups', icon: IconUsersGroup, scope: 'routing:read' },
      { path: '/conferences', label: 'conferences', icon: IconMessages, scope: 'routing:read' },
    ],
  },
  { name: 'people', pages: [{ path: '/users', label: 'users', icon: IconUsers, scope: 'users:read' }] },
  {
    name: 'system',
    pages: [
      { path: '/limits', label: 'limits', icon: IconShieldCheck, scope: 'routing:read' },
      { path: '/changes', label: 'changes', icon: IconFileDiff, scope: 'system:read' },
      { path: '/audit', label: 'audit', icon: IconListSearch, scope: 'audit:read' },
      { path: '/api-keys', label: 'apiKeys', icon: IconKey, scope: 'keys:write' },
    ],
  },
];
