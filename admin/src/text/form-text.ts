import { useMemo } from 'react';
import type { Catalogue } from './catalogue.ts';
import { routing } from './english/routing.ts';
import { trunkForm } from './english/trunk-form.ts';
import { useText } from './use-text.ts';

/** The words of the long forms, almost half of all: they are loaded with their pages, not with the first screen. */
export const englishForms = { routing, trunkForm };

export type FormCatalogue = typeof englishForms;

/** By the tag of the language (BCP 47), as in languages.ts. */
const catalogues: Readonly<Record<string, FormCatalogue>> = { en: englishForms };

/** The catalogue of the reader's language with the words of the long forms. */
export function useFormText(): Catalogue & FormCatalogue {
  const text = useText();
  return useMemo(() => ({ ...text, ...(catalogues[text.tag] ?? englishForms) }), [text]);
}
