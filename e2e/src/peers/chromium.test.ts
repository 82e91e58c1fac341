import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audibleSeconds, secondsOfTone, tone } from '../audio/tone.ts';
import { Chromium, type Tab } from './chromium.ts';

const page = `<!doctype html><audio data-testid="remote-audio" autoplay></audio><script>
  const audio = document.querySelector('audio');
  const talk = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()];
    const gathered = (connection) => new Promise((resolve) => {
      connection.onicecandidate = ({ candidate }) => candidate || resolve(connection.localDescription);
    });
    b.ontrack = ({ streams }) => { audio.srcObject = streams[0]; };
    a.addTrack(stream.getTracks()[0], stream);
    a.setLocalDescription(await a.createOffer());
    await b.setRemoteDescription(await gathered(a));
    b.setLocalDescription(await b.createAnswer());
    await a.setRemoteDescription(await gathered(b));
    await new Promise((resolve) => { audio.ontimeupdate = resolve; });
    return a.localDescription.sdp;
  };
</script>`;

const server = createServer((_request, response) =>
  response.setHeader('content-type', 'text/html').end(page),
);
let browser: Chromium;
let url = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${address.port}/`;
  browser = await Chromium.start(tone({ hertz: 600, seconds: 5, sampleRate: 48000, burstSeconds: 0.25 }));
});

afterAll(async () => {
  await browser.stop();
  server.close();
});

async function talkingTab(options: Parameters<Chromium['tab']>[0]): Promise<{ tab: Tab; offer: string }> {
  const tab = await browser.tab(options);
  await tab.page.goto(url);
  return { tab, offer: String(await tab.page.evaluate('talk()')) };
}

test('what a page plays is heard, and a paused page is silent', async () => {
  const { tab } = await talkingTab({});
  await expect.poll(async () => secondsOfTone(await tab.heard(), 600)).toBeGreaterThan(0.3);
  await tab.page.evaluate('audio.pause()');
  const from = await tab.heardSeconds();
  await expect.poll(() => tab.heardSeconds()).toBeGreaterThan(from + 0.5);
  expect(audibleSeconds(await tab.heard(from))).toBe(0);
});

test('a page can be made to offer Opus alone', async () => {
  const { tab, offer } = await talkingTab({ opusOnly: true });
  expect(offer).toMatch(/opus\/48000/);
  expect(offer).not.toMatch(/PCM[UA]|G722/);
  expect(tab.problems).toEqual([]);
});
