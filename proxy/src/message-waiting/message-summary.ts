/** What a mailbox holds; deleted messages do not count. */
export interface MailboxCount {
  /** Not heard yet. */
  readonly new: number;
  /** The new ones included. */
  readonly total: number;
}

export const SUMMARY_TYPE = 'application/simple-message-summary';

/**
 * The state of a mailbox as telephones read it (RFC 3842 §5.2).
 * @param account the address of the mailbox: a SIP URI
 */
export const messageSummary = (count: MailboxCount, account: string): string =>
  [
    `Messages-Waiting: ${count.new > 0 ? 'yes' : 'no'}`,
    `Message-Account: ${account}`,
    `Voice-Message: ${count.new}/${count.total - count.new}`,
    '',
  ].join('\r\n');
