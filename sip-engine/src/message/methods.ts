/** RFC 3261 and those that extend it: RFC 3262, 3311, 3428, 3515, 3903, 6086 and 6665. */
export const KNOWN_METHODS: ReadonlySet<string> = new Set(
  'INVITE ACK BYE CANCEL REGISTER OPTIONS PRACK SUBSCRIBE NOTIFY PUBLISH INFO REFER MESSAGE UPDATE'.split(
    ' ',
  ),
);
