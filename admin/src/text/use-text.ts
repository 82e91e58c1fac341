import { createContext, useContext } from 'react';
import { type Catalogue, english } from './catalogue.ts';

/** The catalogue of the reader's language. */
export const TextContext = createContext<Catalogue>(english);

export function useText(): Catalogue {
  return useContext(TextContext);
}
