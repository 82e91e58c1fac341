import { calls } from './english/calls.ts';
import { layout, signIn } from './english/layout.ts';
import { overview } from './english/overview.ts';
import { shared } from './english/shared.ts';
import { users } from './english/users.ts';

/**
 * Every word that the console says, in English. A translation is another value of the type `Catalogue`: the compiler
 * finds what it lacks. Texts with values in them are functions, so that a language can order the values as it likes.
 */
export const english = { shared, layout, signIn, overview, calls, users };

export type Catalogue = typeof english;
