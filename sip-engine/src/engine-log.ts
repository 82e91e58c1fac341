type EngineLogFields = Readonly<Record<string, string | number | boolean | null | undefined | Error>>;

/** Where the engine writes what it did and why. Fields never hold a secret or a message body. */
export interface EngineLog {
  debug(message: string, fields?: EngineLogFields): void;
  info(message: string, fields?: EngineLogFields): void;
  warn(message: string, fields?: EngineLogFields): void;
  error(message: string, fields?: EngineLogFields): void;
}
