import { apiKeys } from './english/api-keys.ts';
import { audit } from './english/audit.ts';
import { callPage } from './english/call-page.ts';
import { calls, liveCalls } from './english/calls.ts';
import { changes } from './english/changes.ts';
import { conferences } from './english/conferences.ts';
import { csv } from './english/csv.ts';
import { destination } from './english/destination.ts';
import { fields } from './english/fields.ts';
import { layout, signIn } from './english/layout.ts';
import { limits } from './english/limits.ts';
import { numbers } from './english/numbers.ts';
import { overview } from './english/overview.ts';
import { rates } from './english/rates.ts';
import { registrations } from './english/registrations.ts';
import { ringGroups } from './english/ring-groups.ts';
import { shared } from './english/shared.ts';
import { trunks } from './english/trunks.ts';
import { users } from './english/users.ts';

/**
 * Every word that the console says, in English; those of the long forms are in form-text.ts. A translation is another value of the type `Catalogue`: the compiler
 * finds what it lacks. Texts with values in them are functions, so that a language can order the values as it likes.
 */
export const english = {
  /** Of the language (BCP 47). */
  tag: 'en',
  shared,
  fields,
  layout,
  signIn,
  overview,
  trunks,
  csv,
  destination,
  numbers,
  rates,
  ringGroups,
  conferences,
  limits,
  calls,
  liveCalls,
  callPage,
  registrations,
  users,
  changes,
  audit,
  apiKeys,
};

export type Catalogue = typeof english;
