import type { Ear } from '../audio/ear.ts';
import type { Sound } from '../audio/sound.ts';
import type { Chromium, Tab, TabOptions } from './chromium.ts';
import type { Tandem, TandemUser } from './tandem.ts';
import { PATIENCE_MS, until } from './wait.ts';

/** The longest pause between two attempts of a phone that has lost its server, and time for the last of them. */
const BACK_MS = 60_000;

/** Tandem's own softphone in a browser, used as a person uses it: by what is on the screen. */
export class SoftphoneTab implements Ear {
  readonly tab: Tab;
  readonly username: string;

  private constructor(tab: Tab, username: string) {
    this.tab = tab;
    this.username = username;
  }

  /** Opens a page, signs in by the user's link and waits until the phone is registered. */
  static async open(
    browser: Chromium,
    tandem: Tandem,
    user: TandemUser,
    options: TabOptions & { readonly secure?: boolean } = {},
  ): Promise<SoftphoneTab> {
    return SoftphoneTab.openLink(browser, await tandem.signInLink(user, options.secure), user, options);
  }

  /** Opens a sign-in link of a user, as a telephone does that read it from a code, and waits likewise. */
  static async openLink(
    browser: Chromium,
    link: string,
    { username }: { readonly username: string },
    options: TabOptions = {},
  ): Promise<SoftphoneTab> {
    const tab = await browser.tab(options);
    await tab.page.goto(link);
    const softphone = new SoftphoneTab(tab, username);
    await softphone.registered();
    return softphone;
  }

  async registered(timeoutMs = PATIENCE_MS): Promise<void> {
    await this.#shows('registration-state', 'registered', timeoutMs);
  }

  /** Waits until a phone that lost its server has come back by itself. */
  async registeredAgain(): Promise<void> {
    await this.registered(BACK_MS);
  }

  /** The browser says that there is a network again, so that the phone need not wait for its next attempt. */
  async networkReturns(): Promise<void> {
    await this.tab.page.evaluate("window.dispatchEvent(new Event('online'))");
  }

  /** Waits until the screen owns up that calls cannot come. */
  async unregistered(): Promise<void> {
    await this.tab.page
      .locator('[data-testid="registration-state"]:not([data-state="registered"])')
      .first()
      .waitFor({ state: 'attached', timeout: PATIENCE_MS })
      .catch((error: unknown) => this.#fail(error));
  }

  async dial(target: string): Promise<void> {
    await this.#element('dial-input').fill(target);
    await this.press('dial-button');
  }

  /** Waits for a ringing call; @returns what the screen says about it */
  async rings(): Promise<string> {
    const screen = this.#element('incoming-screen');
    await screen
      .waitFor({ state: 'visible', timeout: PATIENCE_MS })
      .catch((error: unknown) => this.#fail(error));
    return (await screen.textContent()) ?? '';
  }

  async answer(): Promise<void> {
    await this.rings();
    await this.press('answer');
  }

  /** Waits until the call is in this state: calling, ringing, active, held … */
  async callIs(state: string): Promise<void> {
    await this.#shows('call-state', state);
  }

  /** Waits until no call rings and none goes on, and closes the note about one that ended. @returns what it said */
  async idle(timeoutMs = PATIENCE_MS): Promise<string> {
    await this.#element('incoming-screen')
      .waitFor({ state: 'hidden', timeout: PATIENCE_MS })
      .catch((error: unknown) => this.#fail(error));
    const line = this.tab.page.getByTestId('call-state').first();
    const note = await until(
      `the call of ${this.username} to be over`,
      async () => {
        if ((await line.count()) === 0) return { text: '' };
        const state = await line.getAttribute('data-state', { timeout: PATIENCE_MS }).catch(() => null);
        return state === 'ended' && { text: (await line.textContent().catch(() => '')) ?? '' };
      },
      { timeoutMs },
    ).catch((error: unknown) => this.#fail(error));
    // It closes by itself too, perhaps just now.
    await this.tab.page
      .getByTestId('close-call')
      .click({ timeout: 1000 })
      .catch(() => undefined);
    return note.text;
  }

  /** Clicks what has this `data-testid`. */
  async press(name: string): Promise<void> {
    await this.#element(name)
      .click({ timeout: PATIENCE_MS })
      .catch((error: unknown) => this.#fail(error));
  }

  async openTab(name: 'dial' | 'history' | 'voicemail' | 'account'): Promise<void> {
    await this.tab.page
      .locator(`ion-tab-button[tab="${name}"]`)
      .click({ timeout: PATIENCE_MS })
      .catch((error: unknown) => this.#fail(error));
  }

  async type(digits: string): Promise<void> {
    await this.press('dtmf-open');
    for (const digit of digits) await this.press(`dtmf-${digit}`);
  }

  heardSeconds(): Promise<number> {
    return this.tab.heardSeconds();
  }

  heard(fromSeconds?: number, lengthSeconds?: number): Promise<Sound> {
    return this.tab.heard(fromSeconds, lengthSeconds);
  }

  /** The history on the screen, newest first. */
  async history(): Promise<{ direction: string | null; outcome: string | null; text: string }[]> {
    await this.openTab('history');
    const items = this.tab.page.getByTestId('history-item');
    await items
      .first()
      .waitFor({ timeout: PATIENCE_MS })
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

  async #shows(name: string, state: string, timeoutMs = PATIENCE_MS): Promise<void> {
    await this.tab.page
      .locator(`[data-testid="${name}"][data-state="${state}"]`)
      .first()
      .waitFor({ state: 'attached', timeout: timeoutMs })
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
