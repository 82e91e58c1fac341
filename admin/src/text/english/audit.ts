/** What was done, as the server names it; what is not here is shown by that name. */
const actions: Readonly<Record<string, string>> = {
  create: 'added',
  update: 'changed',
  delete: 'removed',
  remove: 'removed',
  'sign-in': 'signed in',
  'set-password': 'set a password',
  'sign-in-link': 'made a sign-in link',
  'add-device': 'added a phone',
  'remove-device': 'removed a phone',
  'hang-up': 'hung up a call',
  'record-registrations': 'recorded registrations',
};

export const audit = {
  title: 'Audit log',
  lead: 'Who did what, when and from where: changes, sign-ins, keys, phones and calls that were hung up.',
  empty: 'Nothing was done that fits',
  emptyWhy: 'Try a longer time, or fewer filters.',
  at: 'When',
  who: 'Who',
  from: 'From',
  what: 'Did',
  whom: 'To what',
  action: 'What was done',
  anyAction: 'Anything',
  author: 'By whom',
  export: 'Export as CSV',
  onlyHere: 'this machine',
  actions,
};
