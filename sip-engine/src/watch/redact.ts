/** A header field that carries a credential, with its folded lines; the scheme and what follows are told apart. */
const CREDENTIALS = /^((?:proxy-)?authorization[ \t]*:[ \t]*)(\S*)((?:[^\r\n]|\r\n[ \t])*)/gim;
const PUBLIC_PARAMETERS = /\b(username|realm|algorithm|uri)="?[^",\r\n]*"?/gi;
/** Keys of SRTP (RFC 4568 §6.1) and the password of ICE (RFC 8839 §5.4). */
const MEDIA_KEYS = /^(a=crypto:\d+ \S+ inline:|a=ice-pwd:)[^\r\n]*/gm;
/** What people write to each other is nobody's to trace. */
const PRIVATE_BODY = /^(?:MESSAGE )/;
const PRIVATE_TYPE = /^(?:content-type|c)[ \t]*:[ \t]*(?:text\/|message\/)/im;

/**
 * A SIP message without its secrets: of credentials only user, realm, algorithm and URI are left, of media keys and of
 * the text of instant messages nothing.
 * @param text one character per octet
 */
export function withoutSecrets(text: string): string {
  const headerEnd = text.indexOf('\r\n\r\n');
  const headers = headerEnd < 0 ? text : text.slice(0, headerEnd);
  const body = headerEnd < 0 ? '' : text.slice(headerEnd + 4);
  const shown = headers.replace(
    CREDENTIALS,
    (_all, field: string, scheme: string, parameters: string) =>
      `${field}${scheme} ${[...(parameters.match(PUBLIC_PARAMETERS) ?? []), '(not shown)'].join(', ')}`,
  );
  if (headerEnd < 0) return shown;
  const isPrivate = PRIVATE_BODY.test(headers) || PRIVATE_TYPE.test(headers);
  const shownBody =
    isPrivate && body.length > 0
      ? `(${body.length} octets not shown)`
      : body.replace(MEDIA_KEYS, '$1(not shown)');
  return `${shown}\r\n\r\n${shownBody}`;
}
