/** Text of a URI without its escapes (RFC 3261 §19.1.2), as UTF-8; left as it is when they do not make UTF-8. */
export function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
