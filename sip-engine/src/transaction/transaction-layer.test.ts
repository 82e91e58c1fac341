import { describe, expect, test } from 'vitest';
import type { SipResponse } from '../message/message.ts';
import { responseTo } from '../message/respond.ts';
import { FakeEndpoint, FakeFlow, outgoing, requestOf, SILENT_LOG } from './fake-network.ts';
import { TransactionLayer } from './transaction-layer.ts';

describe('which requests belong together (RFC 3261 §17.2.3)', () => {
  test('the same branch from another sent-by is another request', () => {
    const endpoint = new FakeEndpoint('udp');
    endpoint.receive(requestOf('OPTIONS'));
    endpoint.receive(requestOf('OPTIONS', { via: 'SIP/2.0/UDP 198.51.100.7:5071;branch=z9hG4bKtelephone1' }));
    expect(endpoint.requests).toHaveLength(2);
    endpoint.layer.close();
  });

  test('without the magic cookie, or with nothing after it, From tag, Call-ID, CSeq and Via decide (RFC 2543)', () => {
    const endpoint = new FakeEndpoint('udp');
    for (const branch of ['1', 'z9hG4bK']) {
      const via = `SIP/2.0/UDP 198.51.100.7:5070;branch=${branch}`;
      endpoint.receive(requestOf('OPTIONS', { via }));
      endpoint.receive(requestOf('OPTIONS', { via }));
      endpoint.receive(requestOf('OPTIONS', { via, cseq: '2 OPTIONS' }));
    }
    expect(endpoint.requests).toHaveLength(4);
    endpoint.layer.close();
  });

  test('an old ACK finds its INVITE', () => {
    const endpoint = new FakeEndpoint('udp');
    const via = 'SIP/2.0/UDP 198.51.100.7:5070';
    const transaction = endpoint.accept(requestOf('INVITE', { via }));
    transaction.respond(responseTo(transaction.request, 404));
    endpoint.receive(requestOf('ACK', { via }));
    expect(transaction.state).toBe('confirmed');
    endpoint.layer.close();
  });

  test('an ACK that copies the CSeq of the INVITE whole finds it too', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(requestOf('INVITE'));
    transaction.respond(responseTo(transaction.request, 404));
    endpoint.receive(requestOf('ACK', { cseq: '1 INVITE' }));
    expect(transaction.state).toBe('confirmed');
    endpoint.layer.close();
  });

  test('the ACK of a 200 has a branch of its own and reaches the user', () => {
    const endpoint = new FakeEndpoint('udp');
    const transaction = endpoint.accept(requestOf('INVITE'));
    transaction.respond(responseTo(transaction.request, 200));
    endpoint.receive(requestOf('ACK', { branch: 'z9hG4bKack' }));
    expect(endpoint.acks).toHaveLength(1);
    endpoint.layer.close();
  });
});

test('a response over UDP goes to the port of sent-by when the request asked for nothing else', () => {
  const flows: FakeFlow[] = [];
  const layer = new TransactionLayer({
    log: SILENT_LOG,
    transports: {
      existingFlow: () => null,
      flowTo: () => Promise.reject(new Error('unreachable')),
      sibling: (_flow, port) => {
        const flow = new FakeFlow('udp', { port });
        flows.push(flow);
        return flow;
      },
    },
    user: {
      onRequest: (transaction) => transaction.respond(responseTo(transaction.request, 200)),
      onAck: () => {},
      onCancel: () => {},
      onUnwantedResponse: () => {},
    },
  });
  const source = new FakeFlow('udp', { port: 40_000 });
  layer.receive(requestOf('OPTIONS', { via: 'SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKa' }), source);
  expect(flows.map((flow) => flow.remotePort)).toEqual([5060]);
  expect(flows[0]?.log).toEqual([200]);
  expect(source.log).toEqual([]);
  layer.receive(
    requestOf('OPTIONS', { via: 'SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKb;rport=40000' }),
    source,
  );
  expect(source.log).toEqual([200]);
  layer.close();
});

test('a request whose handling throws is answered 500', () => {
  const flow = new FakeFlow('udp');
  const layer = new TransactionLayer({
    log: SILENT_LOG,
    transports: { existingFlow: () => flow, flowTo: () => Promise.resolve(flow), sibling: () => flow },
    user: {
      onRequest: () => {
        throw new Error('a defect');
      },
      onAck: () => {},
      onCancel: () => {},
      onUnwantedResponse: () => {},
    },
  });
  layer.receive(requestOf('OPTIONS'), flow);
  expect(flow.log).toEqual([500]);
  layer.close();
});

test('an ACK for a 200 is sent without a transaction, with a Via of ours', () => {
  const endpoint = new FakeEndpoint('udp');
  const bytes = endpoint.layer.sendDirect(outgoing('ACK'), endpoint.flow);
  expect(bytes.toString('latin1')).toContain('Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK');
  expect(endpoint.flow.log).toEqual(['ACK']);
  expect(endpoint.layer.counts().client).toBe(0);
});

test('a response to no request of ours ends here, whatever its second Via says (RFC 6026 §7.3)', () => {
  const endpoint = new FakeEndpoint('udp');
  const request = requestOf('OPTIONS');
  request.headers.prepend('Via', 'SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKnotOurs');
  const stray = responseTo(request, 200);
  expect(stray.headers.getAll('Via')).toHaveLength(2);
  endpoint.receive(stray);
  expect(endpoint.unwanted).toEqual([['no request', 200]]);
  expect(endpoint.flow.sent).toEqual([]);
});

test('a response with a further Via answers a forwarded request only (RFC 3261 §8.1.3.3)', () => {
  const endpoint = new FakeEndpoint('udp');
  const misled = (method: string, status: number): SipResponse => {
    const response = responseTo(endpoint.flow.lastRequest(method), status);
    response.headers.append('Via', 'SIP/2.0/UDP 192.0.2.66;branch=z9hG4bKfurther');
    return response;
  };
  const invite = endpoint.send('INVITE');
  endpoint.receive(misled('INVITE', 486));
  expect(endpoint.flow.log).toEqual(['INVITE']);
  endpoint.answer('INVITE', 180);
  invite.cancel();
  endpoint.receive(misled('CANCEL', 481));
  endpoint.answer('INVITE', 487);
  expect(endpoint.outcomes).toEqual([180, 487]);
  expect(endpoint.unwanted).toEqual([
    ['more than one Via', 486],
    ['more than one Via', 481],
  ]);
  const forwarded = requestOf('OPTIONS');
  endpoint.layer.send(forwarded, endpoint.flow, {
    onResponse: ({ status }) => endpoint.outcomes.push(status),
    onFailure: (why) => endpoint.outcomes.push(why),
  });
  endpoint.answer('OPTIONS', 200);
  expect(endpoint.outcomes).toEqual([180, 487, 200]);
});

test('a response must have the whole branch of its request: the place that the branch names is not enough', () => {
  const endpoint = new FakeEndpoint('udp');
  endpoint.send('OPTIONS');
  const request = endpoint.flow.lastRequest('OPTIONS');
  const via = request.headers.get('Via') ?? '';
  request.headers.set('Via', via.replace(/z9hG4bK\w{24}/, `z9hG4bK${'0'.repeat(24)}`));
  endpoint.receive(responseTo(request, 200));
  request.headers.set('Via', via.replace(/z9hG4bK\w{24}-\d+/, 'z9hG4bK'));
  endpoint.receive(responseTo(request, 200));
  expect(endpoint.unwanted).toHaveLength(2);
  request.headers.set('Via', via);
  endpoint.receive(responseTo(request, 200));
  expect(endpoint.outcomes).toEqual([200]);
});

test('the 200 to a CANCEL is its own also when the INVITE is over already', () => {
  const endpoint = new FakeEndpoint('tcp');
  const invite = endpoint.send('INVITE');
  endpoint.answer('INVITE', 180);
  invite.cancel();
  endpoint.answer('INVITE', 487);
  expect(endpoint.layer.counts().client).toBe(1);
  endpoint.send('OPTIONS');
  endpoint.answer('CANCEL', 200);
  expect(endpoint.unwanted).toEqual([]);
  expect(endpoint.layer.counts().client).toBe(1);
});

test('a datagram that is itself too large ends no other request to the same peer', () => {
  const endpoint = new FakeEndpoint('udp');
  const written: Buffer[] = [];
  const { flow } = endpoint;
  const send = flow.send.bind(flow);
  flow.send = (bytes) => {
    written.push(bytes);
    send(bytes);
  };
  endpoint.send('INVITE');
  endpoint.send('MESSAGE');
  endpoint.layer.sendFailed(flow, new Error('too large'), Buffer.from('an answer of ours'));
  expect(endpoint.outcomes).toEqual([]);
  endpoint.layer.sendFailed(flow, new Error('too large'), written[1] ?? null);
  expect(endpoint.outcomes).toEqual(['transport']);
  endpoint.answer('INVITE', 486);
  expect(endpoint.outcomes).toEqual(['transport', 486]);
});
