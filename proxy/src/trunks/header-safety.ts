/** Headers by which a carrier may be told something of its own, lower case; whatever begins with X- is free, too. */
const MAY_BE_ADDED = new Set([
  'accept-language',
  'alert-info',
  'call-info',
  'geolocation',
  'organization',
  'p-access-network-info',
  'p-charging-vector',
  'p-early-media',
  'p-preferred-identity',
  'priority',
  'subject',
  'user-agent',
  'user-to-user',
]);

/** Also those that we write by the caller-id policy; never one that the dialog or the media need. */
const MAY_BE_REMOVED = new Set([
  ...MAY_BE_ADDED,
  'diversion',
  'history-info',
  'p-asserted-identity',
  'privacy',
  'session-expires',
  'min-se',
]);

const isExtension = (name: string): boolean => /^x-/i.test(name);

/** Whether an admin may have a header added to calls: none that could break, redirect or sign the call. */
export const mayBeAdded = (name: string): boolean =>
  isExtension(name) || MAY_BE_ADDED.has(name.toLowerCase());

/** Whether an admin may have a header left out. */
export const mayBeRemoved = (name: string): boolean =>
  isExtension(name) || MAY_BE_REMOVED.has(name.toLowerCase());
