import type { EngineContext } from '../ua/context.ts';
import type { ApplicationTable } from './application-table.ts';

/** The engine as the drachtio protocol sees it: its applications are connections with routes. */
export interface DrachtioContext extends EngineContext {
  readonly applications: ApplicationTable;
}
