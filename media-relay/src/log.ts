/** Where the media relay writes its log lines; the proxy's `Log` fits as it is. */
export interface RelayLog {
  debug(message: string, fields?: RelayLogFields): void;
  info(message: string, fields?: RelayLogFields): void;
  warn(message: string, fields?: RelayLogFields): void;
  error(message: string, fields?: RelayLogFields): void;
}

/** Flat values only. */
export type RelayLogFields = Record<string, string | number | boolean | null | undefined | Error>;
