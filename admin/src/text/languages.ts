import { type Catalogue, english } from './catalogue.ts';

/** The languages that the console speaks, by their tag (BCP 47). */
const catalogues: Readonly<Record<string, Catalogue>> = { en: english };

export interface Language {
  readonly tag: string;
  readonly catalogue: Catalogue;
}

/** @param preferred the reader's languages, the best first, as browsers tell them */
export function languageFor(preferred: readonly string[]): Language {
  for (const wish of preferred) {
    const [tag = ''] = wish.toLowerCase().split('-');
    const catalogue = catalogues[tag];
    if (catalogue) return { tag, catalogue };
  }
  return { tag: 'en', catalogue: english };
}
