import { ApplicationConnection } from './application-connection.ts';

/** Stands where a request concerns no application. Nothing is ever written to it. */
export const noConnection: ApplicationConnection = new ApplicationConnection(
  'none',
  { write: () => true, close: () => {} },
  null,
);
