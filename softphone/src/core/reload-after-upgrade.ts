/** What is needed of the page. */
export interface UpgradablePage {
  readonly events: Pick<EventTarget, 'addEventListener'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether the page could be loaded again now. */
  readonly serverAnswers: () => Promise<boolean>;
  readonly reload: () => void;
}

const KEY = 'tandem.reloaded-at';
/** A screen that is still missing after a reload is missing on the server too. */
const NOT_AGAIN_WITHIN_MS = 30_000;

/**
 * After the server was upgraded, the screens that a page has not loaded yet are no longer there under the names it
 * knows. The page is then loaded anew; calls ended with the old server. Without a connection the page stays as it is:
 * loading it anew would leave the person with nothing.
 */
export function reloadAfterUpgrade(page: UpgradablePage): void {
  const { events, storage, now, serverAnswers, reload } = page;
  events.addEventListener('vite:preloadError', () => {
    const reloadedAtMs = Number(storage.getItem(KEY) ?? 0);
    if (now() - reloadedAtMs < NOT_AGAIN_WITHIN_MS) return;
    void serverAnswers().then((answers) => {
      if (!answers) return;
      storage.setItem(KEY, String(now()));
      reload();
    });
  });
}
