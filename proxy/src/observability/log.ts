/** What every feature may do with the log; winston is behind it in the running system. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log whose every line carries `fields`, such as the call id. */
  child(fields: LogFields): Log;
}

/** Flat values only. An `error` key takes an Error and is written as its message and stack. */
export type LogFields = Record<string, string | number | boolean | null | undefined | Error>;

const ignore = (): void => {};

/** Writes nothing: for tests of rules. */
export const silentLog: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLog,
};
