import { expect } from 'vitest';
import type { Sound } from '../audio/sound.ts';
import type { Chromium, Tab, TabOptions } from './chromium.ts';
import type { TandemUser } from './tandem.ts';

const WAIT_MS = 15_000;

/** Tandem's own softphone in a browser, used as a person uses it: by what is on the screen. */
export class SoftphoneTab {
  readonly tab: Tab;
  readonly username: string;

  private constructor(tab: Tab, username: string) {
    this.tab = tab;
    this.username = username;
  }

  /** Opens a page, signs in by the user's link and waits until the phone is registered. */
  static async open(browser: Chromium, user: TandemUser, options: TabOptions = {}): Promise<SoftphoneTab> {
    const tab = await browser.tab(options);
    await tab.page.goto(user.link);
    const softphone = new SoftphoneTab(tab, user.username);
    await softphone.registered();
    return softphone;
  }

  async registered(timeoutMs = WAIT_MS): Promise<void> {
    await this.#shows('registration-state', { attribute: 'data-state', value: 'registered', timeoutMs });
  }

  async dial(target: string): Promise<void> {
    await this.#element('dial-input').fill(target);
    await this.press('dial-button');
  }

  /** Waits for a ringing call; @returns what the screen says about it */
  async rings(): Promise<string> {
    const screen = this.#element('incoming-call');
    await screen.waitFor({ state: 'visible', timeout: WAIT_MS }).catch((error: unknown) => this.#fail(error));
    return (await screen.textContent()) ?? '';
  }

  async answer(): Promise<void> {
    await this.rings();
    await this.press('answer-button');
  }

  /** Waits until the call is in this state: calling, ringing, active, held … */
  async callIs(state: string): Promise<void> {
    await this.#shows('call-screen', { attribute: 'data-state', value: state, timeoutMs: WAIT_MS });
  }

  /** Waits until neither a call nor a ringing call is on the screen. */
  async idle(): Promise<void> {
    for (const name of ['call-screen', 'incoming-call']) {
      await this.#element(name)
        .waitFor({ state: 'hidden', timeout: WAIT_MS })
        .catch((error: unknown) => this.#fail(error));
    }
  }

  /** Clicks what has this `data-testid`. */
  async press(name: string): Promise<void> {
    await this.#element(name)
      .click({ timeout: WAIT_MS })
      .catch((error: unknown) => this.#fail(error));
  }

  async type(digits: string): Promise<void> {
    await this.press('keypad-button');
    for (const digit of digits) await this.press(`dtmf-key-${digit}`);
  }

  listen(seconds: number): Promise<Sound> {
    return this.tab.listen(seconds);
  }

  /** The history on the screen, newest first. */
  async history(): Promise<{ direction: string | null; outcome: string | null; text: string }[]> {
    await this.press('tab-history');
    const items = this.tab.page.getByTestId('history-item');
    await items
      .first()
      .waitFor({ timeout: WAIT_MS })
      .catch((error: unknown) => this.#fail(error));
    return Promise.all(
      (await items.all()).map(async (item) => ({
        direction: await item.getAttribute('data-direction'),
        outcome: await item.getAttribute('data-outcome'),
        text: (await item.textContent()) ?? '',
      })),
    );
  }

  close(): Promise<void> {
    return this.tab.close();
  }

  #element(name: string) {
    return this.tab.page.getByTestId(name).filter({ visible: true }).first();
  }

  async #shows(name: string, wanted: { attribute: string; value: string; timeoutMs: number }): Promise<void> {
    await expect
      .poll(
        () =>
          this.tab.page
            .getByTestId(name)
            .first()
            .getAttribute(wanted.attribute, { timeout: wanted.timeoutMs }),
        {
          timeout: wanted.timeoutMs,
          interval: 50,
        },
      )
      .toBe(wanted.value)
      .catch((error: unknown) => this.#fail(error));
  }

  /** Adds what the page itself complained about. */
  async #fail(error: unknown): Promise<never> {
    const screen = await this.tab.page
      .locator('body')
      .textContent()
      .catch(() => '(no page)');
    throw new Error(
      `${this.username}'s softphone: ${String(error)}\nproblems: ${this.tab.problems.join('\n')}\nscreen: ${screen}`,
    );
  }
}
