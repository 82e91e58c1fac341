import { createContext, useContext } from 'react';

export const ShownContext = createContext(true);

/**
 * Whether the screen around is the one that is seen. Ionic keeps the others, and tells those that were loaded when they
 * were first opened nothing of coming and going.
 */
export const useShown = (): boolean => useContext(ShownContext);
