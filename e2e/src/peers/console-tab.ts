import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import type { Tandem, TandemUser } from './tandem.ts';

const violations = z.array(
  z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ html: z.string() })) }),
);

export interface ConsoleOptions {
  /** Of the window. A small laptop’s when absent. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

const LAPTOP = { width: 1366, height: 768 };

/** The console in a browser, used as an admin uses it. */
export class ConsoleTab {
  readonly page: Page;
  /** Uncaught errors and console errors of the page, for a failing test’s message. */
  readonly problems: string[] = [];
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    page.on('pageerror', (error) => this.problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(message.text());
    });
  }

  /** Opens the console’s sign-in page in a browser of its own. */
  static async open(tandem: Tandem, options: ConsoleOptions = {}): Promise<ConsoleTab> {
    const browser = await chromium.launch({
      executablePath: process.env.TANDEM_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
      ],
    });
    const { viewport = LAPTOP, colorScheme = 'light' } = options;
    const page = await browser.newPage({ viewport, colorScheme, locale: 'en-GB', reducedMotion: 'reduce' });
    const tab = new ConsoleTab(browser, page);
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
  async barriers(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const found = violations.parse(
      await this.page.evaluate('window.axe.run(document).then(({ violations }) => violations)'),
    );
    return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}
