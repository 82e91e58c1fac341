import type { Binding } from './binding.ts';

/** A binding for tests: alice's UDP desk phone. */
export const binding = (more: Partial<Binding> = {}): Binding => ({
  id: 'a'.repeat(36),
  username: 'alice',
  deviceId: null,
  contactUri: 'sip:alice@192.0.2.1:5062',
  instanceId: null,
  regId: null,
  path: [],
  receivedUri: 'sip:192.0.2.1:5062;transport=udp',
  transport: 'udp',
  userAgent: 'phone',
  callId: 'c1',
  cseq: 1,
  qThousandths: 1000,
  expiresAtMs: 1_790_000_600_000,
  registeredAtMs: 1_790_000_000_000,
  ...more,
});
