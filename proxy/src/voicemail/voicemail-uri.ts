const MARK = ';voicemail';

/** How call records name a mailbox that answered. @param domain of our users */
export const voicemailUri = (username: string, domain: string): string => `sip:${username}@${domain}${MARK}`;

/** What `like` finds mailboxes by in SQL. */
export const VOICEMAIL_URIS = `%${MARK}`;

/** Whether a mailbox answered. @param answeredBy of a call record */
export const isVoicemailUri = (answeredBy: string | null): boolean => answeredBy?.endsWith(MARK) ?? false;
