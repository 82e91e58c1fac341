// `npm run screenshots`: starts Tandem, lets two people call each other in Chromium and writes docs/pictures.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { top } from './run.mjs';

const PASSWORD = 'screenshot-password';
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1100, height: 740 };
const CONSOLE = { width: 1360, height: 800 };
const dataDir = mkdtempSync(join(tmpdir(), 'tandem-screenshots-'));
const pictures = join(top, 'docs', 'pictures');
mkdirSync(pictures, { recursive: true });

const port = await freePort();
const environment = {
  ...process.env,
  TANDEM_DATA_DIR: dataDir,
  TANDEM_HTTP_PORT: `${port}`,
  TANDEM_HTTPS_ENABLED: 'false',
  TANDEM_SIP_HOST: '127.0.0.1',
  TANDEM_SIP_PORT: `${await freePort()}`,
  TANDEM_SIP_TLS_ENABLED: 'false',
  TANDEM_ACCOUNTS_DEMO_USERS: 'false',
};
const [alice, bob] = [
  await addUser('alice', 'Alice Ferreira', '--admin'),
  await addUser('bob', 'Bob Lindqvist'),
];
await addUser('carol', 'Carol Nakamura');
const server = spawn(process.execPath, [join(top, 'proxy/bin/tandem.js'), 'up'], {
  env: environment,
  stdio: 'ignore',
});
const browser = await chromium.launch({
  executablePath: process.env.TANDEM_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    ...['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    ...['--autoplay-policy=no-user-gesture-required'],
  ],
});
try {
  await untilUp();
  const phone = await signedIn(bob, PHONE, 'light');
  const desk = await signedIn(alice, DESKTOP, 'dark');
  await desk.getByTestId('dial-input').fill('bob');
  await desk.screenshot({ path: join(dataDir, 'dial.png') });
  await desk.getByTestId('dial-input').press('Enter');
  await phone.getByTestId('incoming-screen').waitFor();
  await phone.screenshot({ path: join(dataDir, 'incoming.png') });
  await phone.getByTestId('answer').click();
  for (const page of [desk, phone]) await page.getByRole('timer').filter({ hasText: '0:07' }).waitFor();
  await desk.screenshot({ path: join(dataDir, 'call-desk.png') });
  await phone.screenshot({ path: join(dataDir, 'call-phone.png') });
  await desk.getByTestId('hang-up').click();
  await sideBySide('softphone.png', ['incoming.png', 'call-phone.png', 'dial.png']);
  await sideBySide('call.png', ['call-desk.png']);
  await consolePicture();
} finally {
  await browser.close();
  server.kill('SIGINT');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(dataDir, { recursive: true });
}

async function signedIn(link, viewport, colorScheme) {
  const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(link);
  await page.locator('[data-testid=registration-state][data-state=registered]').waitFor();
  return page;
}

async function consolePicture() {
  const page = await (await browser.newContext({ viewport: CONSOLE, locale: 'en-GB' })).newPage();
  await page.goto(`http://localhost:${port}/admin/`);
  await page.getByLabel(/user ?name/i).fill('alice');
  await page
    .getByLabel(/password/i)
    .first()
    .fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Call history' }).click();
  await page.getByRole('table').getByRole('link').first().click();
  await page.getByRole('region', { name: 'Messages' }).first().waitFor();
  await page.screenshot({ path: join(pictures, 'console.png') });
  await addRouting(page);
  await page.getByRole('link', { name: 'Routing' }).click();
  await page.getByRole('textbox', { name: 'Dialled' }).fill('044 123 45 67');
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await page.getByRole('status', { name: 'What would happen' }).waitFor();
  await page.setViewportSize({ ...CONSOLE, height: 1180 });
  await page.screenshot({ path: join(pictures, 'routing.png') });
}

/** Two carriers and some rules, in the name of whom the page is signed in as. */
async function addRouting(page) {
  const { accessToken } = JSON.parse(await page.evaluate("sessionStorage.getItem('tandem.console')"));
  const send = async (method, path, body, version) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` };
    if (version !== undefined) headers['if-match'] = `"${version}"`;
    const url = `http://localhost:${port}/api/v1${path}`;
    const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  const settings = { country: 'CH', timeZone: 'Europe/Zurich', currency: 'CHF' };
  await send('PUT', '/routing/settings', settings, 0);
  const connection = { kind: 'by-address' };
  for (const [id, name, host] of [
    ['alpine', 'Alpine Telecom', '192.0.2.10'],
    ['overseas', 'Overseas Voice', '192.0.2.20'],
  ]) {
    const health = { optionsIntervalSeconds: 0 };
    await send('POST', '/trunks', { id, name, connection, gateways: [{ host }], health });
  }
  const byTrunks = (...ids) => ({ kind: 'trunks', trunks: ids.map((trunkId) => ({ trunkId })) });
  for (const rule of [
    {
      name: 'No satellite telephones',
      when: { prefixes: ['+870', '+881', '+882'] },
      action: { kind: 'refuse', why: 'far too expensive' },
    },
    { name: 'Switzerland', when: { prefixes: ['+41'] }, action: byTrunks('alpine', 'overseas') },
    { name: 'Everywhere else', action: byTrunks('overseas', 'alpine') },
  ])
    await send('POST', '/routing/rules', rule);
}

/** One picture of several, on a quiet ground. */
async function sideBySide(name, files) {
  const page = await (await browser.newContext({ viewport: { width: 2000, height: 840 } })).newPage();
  const images = files.map(
    (file) => `data:image/png;base64,${readFileSync(join(dataDir, file)).toString('base64')}`,
  );
  await page.setContent(
    `<body style="margin:0;display:inline-flex;gap:28px;padding:28px;background:#e9e4ea">${images
      .map((source) => `<img src="${source}" style="border-radius:16px;box-shadow:0 6px 24px #0003">`)
      .join('')}</body>`,
  );
  await page.locator('body').screenshot({ path: join(pictures, name) });
}

/** @returns the sign-in link */
async function addUser(username, displayName, ...flags) {
  const args = ['user', 'add', username, '--password', PASSWORD, '--name', displayName, ...flags];
  const child = spawn(process.execPath, [join(top, 'proxy/bin/tandem.js'), ...args], { env: environment });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  await new Promise((resolve) => child.once('exit', resolve));
  const link = /http:\/\/\S+/.exec(output)?.[0];
  if (!link) throw new Error(`adding ${username} gave no link`);
  return link;
}

async function untilUp() {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await fetch(`http://localhost:${port}/api/v1/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Tandem did not start');
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
