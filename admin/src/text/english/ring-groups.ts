export const ringGroups = {
  title: 'Ring groups',
  lead: 'One name or short number behind which several people are called. A number from outside may lead here.',
  add: 'Add a ring group',
  empty: 'No ring groups yet',
  emptyWhy: 'Make one for a team, such as “sales”: whoever of its members answers first has the call.',
  name: 'Name',
  members: 'Members',
  strategy: 'How it rings',
  strategies: { parallel: 'All at once', serial: 'One after another' },
  strategyWhys: {
    parallel: 'Everybody rings at the same time; the first to answer has the call.',
    serial: 'The members ring in the order of the list, each for the time below.',
  },
  dialled: {
    label: 'Dialled as',
    why: 'What people call: lower-case letters, digits, “.”, “-” and “_”. It cannot be changed later.',
    example: 'sales',
  },
  displayName: { label: 'Shown as', why: 'As people read it.', example: 'Sales, first floor' },
  memberNames: {
    label: 'Members',
    why: 'User names, in the order in which they ring one after another.',
    example: 'alice',
  },
  ringSeconds: {
    label: 'Rings for',
    why: 'Everybody when all ring at once; each member when one rings after another.',
  },
  seconds: (seconds: number) => `${seconds} s`,
  secondsUnit: 's',
  remove: 'Remove the ring group',
  removeAsk: (name: string) => `Remove ${name}? Whoever dials it then reaches nobody.`,
};
