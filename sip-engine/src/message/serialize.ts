import type { SipMessage } from './message.ts';

/** Start line, header fields and the blank line, with a Content-Length that counts the body. latin1 text. */
function headersToText(message: SipMessage): string {
  const startLine =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${message.reason}\r\n`;
  return `${startLine}${message.headers.text()}Content-Length: ${message.body.length}\r\n\r\n`;
}

/** The message as bytes for the wire. */
export function serialize(message: SipMessage): Buffer {
  const text = headersToText(message);
  const { body } = message;
  if (body.length === 0) return Buffer.from(text, 'latin1');
  const bytes = Buffer.allocUnsafe(text.length + body.length);
  bytes.write(text, 'latin1');
  body.copy(bytes, text.length);
  return bytes;
}
