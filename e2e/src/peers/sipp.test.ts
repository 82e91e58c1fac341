import { expect, test } from 'vitest';
import { tone } from '../audio/tone.ts';
import { Baresip } from './baresip.ts';
import { Sipp } from './sipp.ts';

const options = `<scenario name="options">
  <send retrans="500"><![CDATA[
    OPTIONS sip:[service]@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: <sip:sipp@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:[service]@[remote_ip]:[remote_port]>
    Call-ID: [call_id]
    CSeq: 1 OPTIONS
    Contact: <sip:sipp@[local_ip]:[local_port]>
    Max-Forwards: 70
    Content-Length: 0

  ]]></send>
  <recv response="200"/>
</scenario>`;

test('sipp says what a phone answered', async () => {
  const bob = await Baresip.start({
    username: 'bob',
    says: tone({ hertz: 500, seconds: 1, sampleRate: 8000 }),
  });
  try {
    const target = `127.0.0.1:${bob.sipPort}`;
    const [good, bad] = await Promise.all([
      Sipp.run({ target, scenario: options, service: 'bob' }),
      Sipp.run({
        target,
        scenario: options.replace('response="200"', 'response="404"'),
        service: 'bob',
        transport: 'tcp',
      }),
    ]);
    expect(good.exitCode, good.errors).toBe(0);
    expect(good.received).toHaveLength(1);
    expect(good.received[0]).toMatch(/^SIP\/2.0 200 OK/);
    expect(bad.exitCode).toBe(1);
    expect(bad.errors).toMatch(/while expecting '404'/);
  } finally {
    await bob.stop();
  }
});
