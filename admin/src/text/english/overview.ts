export const overview = {
  title: 'Overview',
  activeCalls: 'Calls now',
  registeredPhones: 'Registered phones',
  users: 'Users',
  status: { up: 'Everything works', degraded: 'Works with restrictions', down: 'Does not work' },
  state: { up: 'up', degraded: 'degraded', down: 'down' },
  components: { database: 'Database', sip: 'SIP', mediaRelay: 'Media relay' },
  node: (node: string, version: string, span: string) => `Node ${node} · version ${version} · up for ${span}`,
};
