/** What is needed of the page. */
export interface UpgradablePage {
  readonly events: Pick<EventTarget, 'addEventListener'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly reload: () => void;
}

const KEY = 'tandem.reloaded-at';
/** A screen that is still missing after a reload is missing on the server too. */
const NOT_AGAIN_WITHIN_MS = 30_000;

/**
 * After the server was upgraded, the screens that a page has not loaded yet are no longer there under the names it
 * knows. The page is then loaded anew; calls ended with the old server.
 */
export function reloadAfterUpgrade({ events, storage, now, reload }: UpgradablePage): void {
  events.addEventListener('vite:preloadError', (event) => {
    const reloadedAtMs = Number(storage.getItem(KEY) ?? 0);
    if (now() - reloadedAtMs < NOT_AGAIN_WITHIN_MS) return;
    storage.setItem(KEY, String(now()));
    event.preventDefault();
    reload();
  });
}
