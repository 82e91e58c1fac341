/** The secret of a sign-in link (`#/link/<secret>`), or null when the address is not one. */
export function signInLinkToken(hash: string): string | null {
  return /^#\/link\/([A-Za-z0-9._~-]{1,128})$/.exec(hash)?.[1] ?? null;
}
