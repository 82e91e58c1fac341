import { describe, expect, it } from 'vitest';
import { header, sdp } from './testing/sip-text.ts';
import { useTestSystem } from './testing/use-test-system.ts';

const used = useTestSystem();

describe('a call to somebody with two phones', () => {
  it('rings on both, is answered on one and stops ringing on the other', async () => {
    const alice = await used.system.phone('alice');
    const desk = await used.system.phone('bob');
    const mobile = await used.system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const [first, second] = await Promise.all([desk.take('INVITE'), mobile.take('INVITE')]);
    expect(used.system.relay.began()).toBe(2);
    desk.reply(first, 183, { body: sdp(5000) });
    expect((await alice.take(180)).body).toBe('');
    mobile.reply(second, 180);
    mobile.reply(second, 200, { body: sdp(6000) });
    const ok = await a.confirm();
    expect(ok.body).toContain('m=audio 6000');
    const cancel = await desk.take('CANCEL');
    expect(header(cancel, 'Reason')).toBe('SIP;cause=200;text="Call completed elsewhere"');
    desk.reply(cancel, 200);
    desk.reply(first, 487);
    expect(used.system.relay.open.size).toBe(1);
    a.request('BYE');
    mobile.reply(await mobile.take('BYE'), 200);
    expect(await used.record()).toMatchObject({ answeredBy: mobile.contact });
    expect(alice.rest()).toEqual(['SIP/2.0 200 OK']);
  });

  it('answered on both hangs up the later one', async () => {
    const alice = await used.system.phone('alice');
    const desk = await used.system.phone('bob');
    const mobile = await used.system.phone('bob');
    const a = alice.invite('bob', { body: sdp(4000) });
    const [first, second] = await Promise.all([desk.take('INVITE'), mobile.take('INVITE')]);
    desk.reply(first, 200, { body: sdp(5000) });
    mobile.reply(second, 200, { body: sdp(6000) });
    await a.confirm();
    await Promise.all([desk.take('ACK'), mobile.take('ACK')]);
    const bye = await Promise.race([desk.take('BYE'), mobile.take('BYE')]);
    const loser = bye.startLine.includes(String(desk.port)) ? desk : mobile;
    loser.reply(bye, 200);
    expect(used.system.relay.open.size).toBe(1);
    a.request('BYE');
    const winner = loser === desk ? mobile : desk;
    winner.reply(await winner.take('BYE'), 200);
    await used.record();
  });

  it('declined on one stops ringing on the other', async () => {
    const alice = await used.system.phone('alice');
    const desk = await used.system.phone('bob');
    const mobile = await used.system.phone('bob');
    alice.invite('bob', { body: sdp(4000) });
    const [first, second] = await Promise.all([desk.take('INVITE'), mobile.take('INVITE')]);
    desk.reply(first, 180);
    mobile.reply(second, 603);
    desk.reply(await desk.take('CANCEL'), 200);
    desk.reply(first, 487);
    await alice.take(603);
    expect(await used.record()).toMatchObject({ outcome: 'declined', hungUpBy: 'callee' });
  });

  it('that is busy on one and off on the other is busy', async () => {
    const alice = await used.system.phone('alice');
    const desk = await used.system.phone('bob');
    (await used.system.phone('bob')).silent = true;
    alice.invite('bob', { body: sdp(4000) });
    desk.reply(await desk.take('INVITE'), 486);
    await alice.take(486);
    expect(await used.record()).toMatchObject({ outcome: 'busy' });
  });

  it('does not ring on the phone that calls', async () => {
    const desk = await used.system.phone('bob');
    const mobile = await used.system.phone('bob');
    mobile.invite('bob', { body: sdp(4000) });
    desk.reply(await desk.take('INVITE'), 486);
    await mobile.take(486);
    expect(mobile.rest()).toEqual([]);
    await used.record();
  });
});
