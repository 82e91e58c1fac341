import { createApiClient } from '@tandem/api-client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './app/theme.css';
import { App } from './app/app.tsx';
import { serverAnswers } from './app/page-environment.ts';
import { Account } from './core/account/account.ts';
import { AccountStore } from './core/account/account-store.ts';
import { sentenceOf } from './core/account/error-sentence.ts';
import { exclusivelyWith } from './core/account/exclusively.ts';
import { signInLinkToken } from './core/account/sign-in-link.ts';
import { reloadAfterUpgrade } from './core/reload-after-upgrade.ts';

/** Wires the page together. A sign-in link is used before anything is shown, and leaves the address at once. */
async function start(root: HTMLElement): Promise<void> {
  const listeners = new Set<(sentence: string) => void>();
  const account = new Account({
    store: new AccountStore({ shared: localStorage, tab: sessionStorage }),
    api: createApiClient(location.origin, (request) => fetch(request)),
    now: Date.now,
    exclusively: exclusivelyWith(navigator.locks),
    onSignedOut: (sentence) => {
      for (const listener of listeners) listener(sentence);
    },
  });
  const token = signInLinkToken(location.hash);
  let notice: string | null = null;
  if (token !== null) {
    history.replaceState(null, '', `${location.pathname}${location.search}#/`);
    notice = await account.signInByLink(token).then(() => null, sentenceOf);
  }
  createRoot(root).render(
    <StrictMode>
      <App
        account={account}
        notice={notice}
        onSignedOut={(listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        }}
      />
    </StrictMode>,
  );
}

reloadAfterUpgrade({
  events: window,
  storage: sessionStorage,
  now: Date.now,
  serverAnswers,
  reload: () => location.reload(),
});
// A link that is opened where the softphone is already changes nothing but the part of the address behind the #.
window.addEventListener('hashchange', () => {
  if (signInLinkToken(location.hash) !== null) location.reload();
});
const root = document.getElementById('root');
if (root) void start(root);
