/** The command was typed wrongly: its message is followed by the usage. */
export class UsageError extends Error {}
