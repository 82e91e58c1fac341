import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { type Browser, chromium, type Locator, type Page, type Response } from 'playwright-core';
import { z } from 'zod';
import { barriersOf } from './barriers.ts';
import type { Tandem, TandemUser } from './tandem.ts';

const require = createRequire(import.meta.url);

const csvRows = z.array(z.record(z.string(), z.string()));

export interface ConsoleOptions {
  /** Of the window. A small laptop’s when absent. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  /** A tab whose browser is used again, though nothing else is shared; a browser of its own when absent. */
  readonly beside?: ConsoleTab;
}

const LAPTOP = { width: 1366, height: 768 };

/** The console in a browser, used as an admin uses it. */
export class ConsoleTab {
  readonly page: Page;
  /** Uncaught errors, console errors and warnings of the page, for a failing test’s message. */
  readonly problems: string[] = [];
  readonly #browser: Browser;
  readonly #ownsBrowser: boolean;
  readonly #answers: Response[] = [];

  private constructor(browser: Browser, ownsBrowser: boolean, page: Page) {
    this.#browser = browser;
    this.#ownsBrowser = ownsBrowser;
    this.page = page;
    page.on('response', (response) => this.#answers.push(response));
    page.on('pageerror', (error) => this.problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.problems.push(message.text());
    });
  }

  /** Opens the console’s sign-in page. */
  static async open(tandem: Tandem, options: ConsoleOptions = {}): Promise<ConsoleTab> {
    const { viewport = LAPTOP, colorScheme = 'light', beside } = options;
    const browser = beside ? beside.#browser : await launch();
    const page = await browser.newPage({ viewport, colorScheme, locale: 'en-GB', reducedMotion: 'reduce' });
    const tab = new ConsoleTab(browser, beside === undefined, page);
    await page.goto(`${tandem.httpUrl}/admin/`);
    await page.getByRole('heading', { name: 'Tandem console' }).waitFor();
    return tab;
  }

  async signIn({ username, password }: TandemUser): Promise<void> {
    await this.page.getByLabel('User name').fill(username);
    await this.page.getByLabel('Password').first().fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByRole('navigation', { name: 'Pages' }).waitFor();
  }

  /** Follows a link of the menu and waits until its page is there. */
  async choose(name: string): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Pages' })
      .getByRole('link', { name, exact: true })
      .click();
    await this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  /** What axe finds wrong with the page for people who do not see or do not point, one line each. */
  barriers(): Promise<string[]> {
    return barriersOf(this.page);
  }

  /** What the page and all files that it has loaded so far weigh, each packed by gzip, however they came. */
  async gzipBytes(): Promise<number> {
    const files = this.#answers.filter((answer) => answer.ok() && !answer.url().includes('/api/'));
    const bodies = await Promise.all(files.map((file) => file.body()));
    return bodies.reduce((bytes, body) => bytes + gzipSync(body).length, 0);
  }

  /** Clicks a button that gives a CSV file. @returns the file's name, and its lines by the names of its columns */
  async csvFrom(button: Locator): Promise<{ fileName: string; rows: z.output<typeof csvRows> }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), button.click()]);
    const rows = parse(await readFile(await download.path(), 'utf8'), { columns: true, bom: true });
    return { fileName: download.suggestedFilename(), rows: csvRows.parse(rows) };
  }

  /** Reads a QR code from its picture on the screen, as a telephone's camera does. */
  async readCode(code: Locator): Promise<string> {
    const picture = `data:image/png;base64,${(await code.screenshot()).toString('base64')}`;
    const reader = await this.#browser.newPage();
    try {
      await reader.evaluate(await readFile(require.resolve('jsqr'), 'utf8'));
      return z.string().parse(await reader.evaluate(`(${READ_CODE})(${JSON.stringify(picture)})`));
    } finally {
      await reader.close();
    }
  }

  async close(): Promise<void> {
    if (this.#ownsBrowser) await this.#browser.close();
    else await this.page.context().close();
  }
}

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.TANDEM_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });

const READ_CODE = `async (picture) => {
  const image = Object.assign(new Image(), { src: picture });
  await image.decode();
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  return jsQR(context.getImageData(0, 0, width, height).data, width, height)?.data;
}`;
