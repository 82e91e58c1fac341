import type { User } from '@tandem/api-types';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Account } from '../core/account/account.ts';
import { DirectoryFeed } from '../core/directory/directory-feed.ts';
import { createHistoryFeed } from '../core/history/history-feed.ts';
import { MissedCalls } from '../core/history/missed-calls.ts';
import { PhoneLine } from '../core/phone/phone-line.ts';
import { TonePlayer } from '../core/sound/tones.ts';
import { MessagePlayer } from '../core/voicemail/message-player.ts';
import { VoicemailFeed } from '../core/voicemail/voicemail-feed.ts';
import { type Phone, PhoneContext } from './hooks/use-phone.ts';
import { createWebEngine, thisDevice } from './page-environment.ts';
import { SignInScreen } from './sign-in/sign-in-screen.tsx';

const Shell = lazy(() => import('./shell/shell.tsx').then(({ Shell }) => ({ default: Shell })));

export interface AppProps {
  readonly account: Account;
  /** Why the sign-in link of the address did not work. */
  readonly notice: string | null;
  /** Registers who wants to know when the server ends the session. */
  readonly onSignedOut: (listener: (sentence: string) => void) => () => void;
}

/** Either the sign-in screen or the phone. */
export function App({ account, notice: firstNotice, onSignedOut }: AppProps) {
  const [user, setUser] = useState<User | null>(firstNotice === null ? account.user : null);
  const [notice, setNotice] = useState(firstNotice);
  const phone = usePhoneOf(account, user, () => {
    setNotice('You are signed out.');
    setUser(null);
  });
  useEffect(
    () =>
      onSignedOut((sentence) => {
        setNotice(sentence);
        setUser(null);
      }),
    [onSignedOut],
  );
  if (!user) {
    return <SignInScreen account={account} notice={notice} onSignedIn={setUser} />;
  }
  return (
    <Suspense fallback={<p className="loading">Loading…</p>}>
      {phone ? (
        <PhoneContext value={phone}>
          <Shell />
        </PhoneContext>
      ) : null}
    </Suspense>
  );
}

/** A phone for as long as the person stays the same; it unregisters when the page goes away. */
function usePhoneOf(account: Account, user: User | null, onLeave: () => void): Phone | null {
  const [phone, setPhone] = useState<Phone | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onLeave` only sets state, whichever rendering made it
  useEffect(() => {
    if (!user) return;
    const line = new PhoneLine({
      account,
      device: thisDevice(),
      createEngine: createWebEngine,
      now: Date.now,
    });
    const leave = () => void line.close();
    const comeBack = (event: PageTransitionEvent) => {
      // The browser kept the page as it was, with a phone that has hung up.
      if (event.persisted) location.reload();
    };
    const signOut = async () => {
      await line.close();
      onLeave();
      await account.signOut();
    };
    const history = createHistoryFeed(account);
    const voicemail = new VoicemailFeed(account);
    const player = new MessagePlayer({
      createAudio: () => new Audio(),
      sound: (id) => voicemail.sound(id),
      urls: URL,
      onPlayed: (id) => void voicemail.mark(id, true),
    });
    setPhone({
      user,
      line,
      history,
      missed: new MissedCalls(account, () => void history.refresh()),
      voicemail,
      player,
      directory: new DirectoryFeed(account, user.username),
      tones: new TonePlayer(() => new AudioContext()),
      signOut: () => void signOut(),
    });
    void line.open();
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', comeBack);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', comeBack);
      setPhone(null);
      player.stop();
      leave();
    };
  }, [account, user]);
  return phone;
}
