import { describe, expect, it } from 'vitest';
import type { Binding } from './binding.ts';
import type { RegisterContact, RegisterRequest } from './register-request.ts';
import { applyRegister, type RegistrarPolicy } from './register-rules.ts';

const policy: RegistrarPolicy = {
  minExpiresSeconds: 60,
  defaultExpiresSeconds: 600,
  maxExpiresSeconds: 3600,
  maxBindingsPerUser: 3,
};
const nowMs = 1_790_000_000_000;

const contact = (contactUri: string, more: Partial<RegisterContact> = {}): RegisterContact => ({
  contactUri,
  expiresSeconds: null,
  instanceId: null,
  regId: null,
  qThousandths: 1000,
  ...more,
});

const register = (
  contacts: readonly RegisterContact[] | 'all',
  more: Partial<RegisterRequest> = {},
): RegisterRequest => ({
  username: 'alice',
  deviceId: null,
  callId: 'c1',
  cseq: 1,
  contacts,
  path: [],
  supportsPath: false,
  supportsOutbound: false,
  userAgent: 'phone',
  source: { protocol: 'udp', address: '192.0.2.1', port: 5062 },
  ...more,
});

let made = 0;
const apply = (current: readonly Binding[], request: RegisterRequest) =>
  applyRegister(current, request, policy, nowMs, () => `b${++made}`);

/** The bindings after requests that must all succeed. */
function after(...requests: readonly RegisterRequest[]): readonly Binding[] {
  let bindings: readonly Binding[] = [];
  for (const request of requests) {
    const outcome = apply(bindings, request);
    if (outcome.kind === 'refused') throw new Error(outcome.detail);
    bindings = outcome.bindings;
  }
  return bindings;
}

const uris = (bindings: readonly Binding[]) => bindings.map(({ contactUri }) => contactUri);

describe('registering', () => {
  it('makes a binding that knows where the phone is and how long', () => {
    const [binding] = after(register([contact('sip:alice@10.0.0.9:5062', { expiresSeconds: 120 })]));
    expect(binding).toMatchObject({
      username: 'alice',
      contactUri: 'sip:alice@10.0.0.9:5062',
      receivedUri: 'sip:192.0.2.1:5062;transport=udp',
      transport: 'udp',
      expiresAtMs: nowMs + 120_000,
      registeredAtMs: nowMs,
    });
  });

  it('brackets an IPv6 source and leaves the address away when a Path leads to the phone', () => {
    const source = { protocol: 'wss', address: '2001:db8::1', port: 443 } as const;
    expect(after(register([contact('sip:a@b')], { source }))[0]?.receivedUri).toBe(
      'sip:[2001:db8::1]:443;transport=wss',
    );
    expect(after(register([contact('sip:a@b')], { source, path: ['<sip:edge;lr>'] }))[0]).toMatchObject({
      receivedUri: null,
      path: ['<sip:edge;lr>'],
    });
  });

  it.each([
    [null, 600],
    [60, 60],
    [3601, 3600],
    [4_294_967_295, 3600],
  ])('for %s seconds lasts %i seconds', (asked, granted) => {
    const [binding] = after(register([contact('sip:a@b', { expiresSeconds: asked })]));
    expect(binding?.expiresAtMs).toBe(nowMs + granted * 1000);
  });

  it('for too short a time is refused with the shortest there is, and changes nothing', () => {
    const outcome = apply([], register([contact('sip:a@b'), contact('sip:c@d', { expiresSeconds: 59 })]));
    expect(outcome).toMatchObject({
      kind: 'refused',
      key: 'interval-too-brief',
      headers: [['Min-Expires', '60']],
    });
  });

  it('several phones of one user keeps them all', () => {
    const bindings = after(
      register([contact('sip:a@one'), contact('sip:a@two')]),
      register([contact('sip:a@three')], { callId: 'c2' }),
    );
    expect(uris(bindings)).toEqual(['sip:a@one', 'sip:a@two', 'sip:a@three']);
  });

  it('the same URI again, however it is written, refreshes its binding', () => {
    const first = after(register([contact('sip:a@Desk.example;transport=tcp')]));
    const outcome = apply(first, register([contact('sip:%61@desk.EXAMPLE;transport=TCP')], { cseq: 2 }));
    expect(outcome).toMatchObject({ kind: 'accepted', adds: false, removed: [] });
    expect(outcome.kind === 'accepted' && outcome.bindings.map(({ id }) => id)).toEqual([first[0]?.id]);
  });

  it('more phones than allowed is refused; the others stay and may still be refreshed', () => {
    const three = after(register([contact('sip:a@1'), contact('sip:a@2'), contact('sip:a@3')]));
    expect(apply(three, register([contact('sip:a@4')], { cseq: 2 }))).toMatchObject({
      key: 'too-many-bindings',
    });
    expect(apply(three, register([contact('sip:a@3')], { cseq: 2 }))).toMatchObject({ kind: 'accepted' });
    const swap = register([contact('sip:a@1', { expiresSeconds: 0 }), contact('sip:a@4')], { cseq: 2 });
    expect(apply(three, swap)).toMatchObject({ kind: 'accepted' });
  });

  it('with an old CSeq of the same Call-ID fails wholly', () => {
    const bindings = after(register([contact('sip:a@1')], { cseq: 5 }));
    for (const cseq of [4, 5]) {
      const late = register([contact('sip:a@new'), contact('sip:a@1', { expiresSeconds: 0 })], { cseq });
      expect(apply(bindings, late)).toMatchObject({ kind: 'refused', key: 'out-of-order' });
    }
    expect(apply(bindings, register([contact('sip:a@1')], { cseq: 1, callId: 'c2' }))).toMatchObject({
      kind: 'accepted',
    });
  });

  it('asking changes nothing', () => {
    const bindings = after(register([contact('sip:a@1')]));
    expect(apply(bindings, register([]))).toMatchObject({ bindings, written: [], removed: [], adds: false });
  });
});

describe('unregistering', () => {
  it('one phone leaves the others', () => {
    const two = after(register([contact('sip:a@1'), contact('sip:a@2')]));
    const outcome = apply(two, register([contact('sip:a@1', { expiresSeconds: 0 })], { cseq: 2 }));
    expect(outcome).toMatchObject({ removed: [{ contactUri: 'sip:a@1' }], written: [] });
    expect(outcome.kind === 'accepted' && uris(outcome.bindings)).toEqual(['sip:a@2']);
  });

  it('a phone that was not registered is no error', () => {
    expect(apply([], register([contact('sip:a@1', { expiresSeconds: 0 })]))).toMatchObject({
      kind: 'accepted',
      bindings: [],
    });
  });

  it('everything removes all bindings, unless one of them is newer than the request', () => {
    const two = after(
      register([contact('sip:a@1')], { cseq: 9 }),
      register([contact('sip:a@2')], { callId: 'c2' }),
    );
    expect(apply(two, register('all', { cseq: 9 }))).toMatchObject({ key: 'out-of-order' });
    expect(apply(two, register('all', { cseq: 10 }))).toMatchObject({ bindings: [], removed: two });
  });
});

describe('a device with an instance id', () => {
  const instanceId = '<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>';
  const flow = (contactUri: string, regId: number | null = 1, instance: string | null = instanceId) =>
    contact(contactUri, { instanceId: instance, regId });

  it('that reconnects from a new address replaces its dead flow, under the same id', () => {
    const before = after(register([flow('sip:x1@a.invalid')]));
    const again = register([flow('sip:x2@b.invalid', 1, instanceId.toUpperCase())], { callId: 'c2' });
    const outcome = apply(before, again);
    expect(outcome).toMatchObject({ adds: false, removed: [] });
    expect(outcome.kind === 'accepted' && outcome.bindings).toMatchObject([
      { id: before[0]?.id, contactUri: 'sip:x2@b.invalid' },
    ]);
  });

  it('may have several flows to one contact, each with its reg-id', () => {
    const two = after(
      register([flow('sip:x@a.invalid', 1)]),
      register([flow('sip:x@a.invalid', 2)], { cseq: 2 }),
    );
    expect(two.map(({ regId }) => regId)).toEqual([1, 2]);
  });

  it('that knows no reg-id replaces its binding after a restart, but may register two contacts at once', () => {
    const both = after(register([flow('sip:a@1', null), flow('sip:a@2', null)]));
    expect(uris(both)).toEqual(['sip:a@1', 'sip:a@2']);
    expect(
      uris(after(register([flow('sip:a@1', null)]), register([flow('sip:a@9', null)], { callId: 'c2' }))),
    ).toEqual(['sip:a@9']);
  });

  it('does not touch another device with the same reg-id', () => {
    const bindings = after(
      register([flow('sip:a@1')]),
      register([flow('sip:a@2', 1, '<urn:uuid:other>')], { callId: 'c2' }),
    );
    expect(bindings).toHaveLength(2);
  });
});
