import type { RelayLog } from '../log.ts';

const ignore = (): void => {};

/** Writes nothing. */
export const silentLog: RelayLog = { debug: ignore, info: ignore, warn: ignore, error: ignore };
