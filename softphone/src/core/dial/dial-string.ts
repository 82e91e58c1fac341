import type { DirectoryEntry } from '@tandem/api-types';

/** What somebody typed to call, understood. */
export type DialTarget =
  | { readonly kind: 'call'; readonly uri: string; readonly displayName: string | null }
  | { readonly kind: 'empty' }
  /** Several people fit: the person has to choose. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly DirectoryEntry[] }
  | { readonly kind: 'unknown'; readonly sentence: string };

const numberCharacters = /^[+0-9*#()\-.\s/]+$/;
const userPart = /^[A-Za-z0-9\-_.!~*'()&=+$,;?/%]+$/;
const uriPattern = /^(sips?):([^@\s]+)@([^@\s;?]+)(?:[;?]\S*)?$/i;

/**
 * Reads a dial string: a SIP URI (`sip:bob@example.com`, `bob@example.com`), a number with any usual separators,
 * or the name of somebody in the directory.
 *
 * @param domain the domain of our own address-of-record, for names and numbers
 */
export function parseDialString(
  text: string,
  directory: readonly DirectoryEntry[],
  domain: string,
): DialTarget {
  const typed = text.trim();
  if (typed === '') return { kind: 'empty' };
  if (/^sips?:/i.test(typed) || typed.includes('@')) return parseUri(typed);
  const telephone = /^tel:/i.test(typed) ? typed.slice(4) : typed;
  if (numberCharacters.test(telephone) && /[0-9*#]/.test(telephone)) return numberTarget(telephone, domain);
  return nameTarget(typed, directory, domain);
}

function parseUri(typed: string): DialTarget {
  const match = uriPattern.exec(/^sips?:/i.test(typed) ? typed : `sip:${typed}`);
  const [, scheme, user, host] = match ?? [];
  if (!scheme || !user || !host || !userPart.test(user)) {
    return { kind: 'unknown', sentence: 'That is not an address. One looks like name@example.com.' };
  }
  return { kind: 'call', uri: `${scheme.toLowerCase()}:${user}@${host}`, displayName: null };
}

function numberTarget(typed: string, domain: string): DialTarget {
  // RFC 3261 §25.1: "#" is not among the characters of a user part and must be escaped.
  const digits = typed.replace(/[^+0-9*#]/g, '').replaceAll('#', '%23');
  return { kind: 'call', uri: `sip:${digits}@${domain}`, displayName: null };
}

function nameTarget(typed: string, directory: readonly DirectoryEntry[], domain: string): DialTarget {
  const wanted = fold(typed);
  const exact = directory.filter(
    (entry) => fold(entry.username) === wanted || fold(entry.displayName) === wanted,
  );
  const found = exact.length > 0 ? exact : directory.filter((entry) => matches(entry, wanted));
  const [only, ...others] = found;
  if (only && others.length === 0) {
    return { kind: 'call', uri: only.addressOfRecord, displayName: only.displayName };
  }
  if (only) return { kind: 'ambiguous', candidates: found };
  const user = typed.toLowerCase();
  if (/^[a-z0-9][a-z0-9._-]*$/.test(user)) {
    return { kind: 'call', uri: `sip:${user}@${domain}`, displayName: null };
  }
  return { kind: 'unknown', sentence: `Nobody called “${typed}” is in the directory.` };
}

/** The people who fit what has been typed so far, best first: those who can be reached, then by name. */
export function suggest(text: string, directory: readonly DirectoryEntry[], limit: number): DirectoryEntry[] {
  const wanted = fold(text.trim());
  return directory
    .filter((entry) => wanted === '' || matches(entry, wanted))
    .sort((a, b) => Number(b.reachable) - Number(a.reachable) || a.displayName.localeCompare(b.displayName))
    .slice(0, limit);
}

/** Whether somebody typed their own name, which nobody else has; calling it rings one's other phones. */
export function meansSelf(
  text: string,
  { entries, self }: { readonly entries: readonly DirectoryEntry[]; readonly self: DirectoryEntry | null },
): boolean {
  const wanted = fold(text.trim());
  if (wanted === '' || self === null) return false;
  return matches(self, wanted) && !entries.some((entry) => matches(entry, wanted));
}

function matches(entry: DirectoryEntry, wanted: string): boolean {
  if (fold(entry.username).startsWith(wanted)) return true;
  const name = fold(entry.displayName);
  return name.startsWith(wanted) || name.split(' ').some((word) => word.startsWith(wanted));
}

/** Case and accents do not matter when a name is typed: "jose" finds "José". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ');
}

/** `bob` of `sip:bob@example.com`, as shown when there is no name; escapes are undone where they can be. */
export function userOfUri(uri: string): string {
  const user = /^sips?:([^@;]+)@/i.exec(uri)?.[1] ?? uri;
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}

/** `example.com` of `sip:bob@example.com`. */
export function domainOfUri(uri: string): string {
  return /@([^;?>]+)/.exec(uri)?.[1] ?? '';
}
