import { createContext, useContext } from 'react';
import type { AdminSession } from './admin-session.ts';

export const SessionContext = createContext<AdminSession | null>(null);

export function useSession(): AdminSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error('This page is only for a signed-in admin.');
  return session;
}
