import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { SILENT_LOG } from '../transaction/fake-network.ts';
import { Admission, type AdmittedSocket } from './admission.ts';
import { type ConnectionRefusal, RefusalCounts } from './refusals.ts';

/** A socket from an address, until it closes. */
class FakeSocket extends EventEmitter implements AdmittedSocket {
  readonly remoteAddress: string;

  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }

  destroy(): void {
    this.emit('close');
  }
}

test.each([
  ['one IPv4 address', '192.0.2.1', '192.0.2.1', '192.0.2.2'],
  ['one IPv4 address, on a socket for both families', '::ffff:192.0.2.1', '192.0.2.1', '::ffff:192.0.2.2'],
  ['one /64 of IPv6', '2001:db8::1', '2001:db8::ffff:0:0:2', '2001:db8:0:1::1'],
])('%s gets so many connections and no more, until one of them ends', (_what, first, same, other) => {
  const refusals = new RefusalCounts<ConnectionRefusal>(SILENT_LOG, 'refused');
  const limits = { maxConnections: 10, maxPerAddress: 1, uncappedAddresses: [] };
  const admission = new Admission(limits, refusals);
  const socket = new FakeSocket(first);
  expect(admission.admit(socket)).toBeNull();
  expect(admission.admit(new FakeSocket(same))).toBe('too-many-from-address');
  expect(admission.admit(new FakeSocket(other))).toBeNull();
  socket.destroy();
  expect(admission.admit(new FakeSocket(same))).toBeNull();
});
