export const rates = {
  title: 'Rates',
  lead: 'What calls cost by each trunk: rules may take the cheapest, and limits count what was spent.',
  add: 'Add a rate table',
  empty: 'No rate tables yet',
  emptyWhy:
    'Make one for each carrier, and fill it with the price list that the carrier sends as a CSV file.',
  name: { label: 'Name', why: 'As people tell it from others.', example: 'Carrier A, 2026' },
  trunks: {
    label: 'Trunks',
    why: 'Whose price list this is. A trunk has one at most.',
    example: 'carrier-a',
  },
  noTrunk: 'none',
  prefixes: 'Prefixes',
  priceList: 'Price list',
  export: 'Export',
  exportOf: (name: string) => `Export the price list of ${name}`,
  import: 'Import',
  importOf: (name: string) => `Import a price list into ${name}`,
  importWhy:
    'The file takes the place of the whole list. Prices are in the currency of the routing settings.',
  imported: (prefixes: number) => `The list has ${prefixes.toLocaleString()} prefixes now.`,
  wouldImport: ({
    added,
    changed,
    removed,
    unchanged,
  }: {
    added: number;
    changed: number;
    removed: number;
    unchanged: number;
  }) =>
    `${added.toLocaleString()} prefixes would be added, ${changed.toLocaleString()} changed and ${removed.toLocaleString()} removed; ${unchanged.toLocaleString()} are the same already. Nothing is changed before you import.`,
  prefix: 'Prefix',
  price: ({
    pricePerMinute,
    setUpPrice,
    firstSeconds,
    stepSeconds,
  }: {
    pricePerMinute: number;
    setUpPrice: number;
    firstSeconds: number;
    stepSeconds: number;
  }) =>
    `${pricePerMinute} a minute${setUpPrice === 0 ? '' : ` and ${setUpPrice} a call`}, ${firstSeconds}/${stepSeconds} s`,
  remove: 'Remove the rate table',
  removeAsk: (name: string) => `Remove ${name} and its prices? Its trunks then have no known price.`,
};
