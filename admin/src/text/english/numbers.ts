export const numbers = {
  title: 'Numbers',
  lead: 'Telephone numbers of ours, as carriers know them, and who answers when they are called.',
  add: 'Add a number',
  find: 'Find by digits or label',
  count: (count: number) => (count === 1 ? '1 number' : `${count.toLocaleString()} numbers`),
  empty: 'No numbers yet',
  emptyWhy: 'Add the numbers that your carrier gave you, one by one or as a CSV file.',
  noMatch: 'No such number',
  noMatchWhy: 'Try fewer digits, or a part of the label.',
  number: {
    label: 'Number',
    why: 'With country code, or as it is dialled in your country. It cannot be changed later.',
    example: '+49 30 12345678',
  },
  label: { label: 'Label', why: 'What it is for.', example: 'Front desk' },
  destination: 'Goes to',
  arrivesBy: {
    label: 'Only by trunk',
    why: 'Calls that come in another way do not reach it. Empty: by any trunk.',
  },
  anyTrunk: 'any',
  export: 'Export',
  import: 'Import',
  importWhy:
    'Numbers of the file are added, and those that are there already are changed. Numbers that it does not name stay as they are.',
  imported: ({ added, changed, unchanged }: { added: number; changed: number; unchanged: number }) =>
    `${added.toLocaleString()} added, ${changed.toLocaleString()} changed, ${unchanged.toLocaleString()} as before.`,
  wouldImport: ({ added, changed, unchanged }: { added: number; changed: number; unchanged: number }) =>
    `${added.toLocaleString()} would be added, ${changed.toLocaleString()} changed; ${unchanged.toLocaleString()} are the same already. Nothing is changed before you import.`,
  remove: 'Remove the number',
  removeAsk: (number: string) => `Remove ${number}? Whoever calls it then hears that it is not in service.`,
};
