import {
  IonApp,
  IonIcon,
  IonLabel,
  IonRouterOutlet,
  IonTabBar,
  IonTabButton,
  IonTabs,
  setupIonicReact,
} from '@ionic/react';
import { IonReactHashRouter } from '@ionic/react-router';
import { keypad, person, recording, time } from 'ionicons/icons';
import { lazy, useEffect } from 'react';
import { Navigate, Route } from 'react-router-dom';
import { BrandMark } from '../brand.tsx';
import { CallLayer } from '../call/call-layer.tsx';
import { DialScreen } from '../dial/dial-screen.tsx';
import { useCalls } from '../hooks/use-calls.ts';
import { useFreshBadges } from '../hooks/use-fresh-badges.ts';
import { useFreshDirectory } from '../hooks/use-fresh-directory.ts';
import { usePhone } from '../hooks/use-phone.ts';
import { useRegistration } from '../hooks/use-registration.ts';
import { useStateOf } from '../hooks/use-state-of.ts';
import { RegistrationChip } from './registration-chip.tsx';
import { Screen } from './screen.tsx';
import { TroubleBar } from './trouble-bar.tsx';
import './shell.css';

// One look everywhere, and no rubber-band scrolling on desktops.
setupIonicReact({ mode: 'md' });

const screens = {
  history: () => import('../history/history-screen.tsx'),
  voicemail: () => import('../voicemail/voicemail-screen.tsx'),
  settings: () => import('../settings/settings-screen.tsx'),
};
const HistoryScreen = lazy(() => screens.history().then(({ HistoryScreen }) => ({ default: HistoryScreen })));
const VoicemailScreen = lazy(() =>
  screens.voicemail().then(({ VoicemailScreen }) => ({ default: VoicemailScreen })),
);
const SettingsScreen = lazy(() =>
  screens.settings().then(({ SettingsScreen }) => ({ default: SettingsScreen })),
);

/** The detail record is written just after the call: the history is read once at once and once a little later. */
const historyDelaysMs = [600, 3_000];

/** The signed-in phone: four screens behind tabs, and the calls in front of them. */
export function Shell() {
  const calls = useCalls();
  const { history, missed, voicemail } = usePhone();
  const inCall = calls.length > 0;
  const registration = useRegistration();
  const ended = calls.filter((call) => call.phase === 'ended').length;
  const missedCount = useStateOf(missed);
  const { newCount } = useStateOf(voicemail);
  const ready = registration.kind === 'registered';
  useEffect(() => {
    // Loaded ahead, once the phone is ready, so that they open without a connection too.
    if (ready) for (const load of Object.values(screens)) load().catch(() => undefined);
  }, [ready]);
  useFreshDirectory(`${registration.kind} ${calls.length}`);
  useFreshBadges(`${registration.kind} ${calls.length}`);
  useEffect(() => {
    // Without a connection the list that is known stays, rather than an error.
    if (ended === 0 || !ready) return;
    const read = () => {
      void history.refresh();
      void missed.refresh();
    };
    const timers = historyDelaysMs.map((delayMs) => setTimeout(read, delayMs));
    return () => timers.forEach(clearTimeout);
  }, [ended, ready, history, missed]);
  return (
    <IonApp>
      <div className="shell" inert={inCall}>
        <header>
          <div className="top-bar">
            <BrandMark size={32} />
            <span className="brand">Tandem</span>
            <RegistrationChip />
          </div>
          <TroubleBar />
        </header>
        <div className="tabs">
          <IonReactHashRouter>
            <IonTabs>
              <IonRouterOutlet animated={false}>
                <Route
                  path="/dial"
                  element={
                    <Screen path="/dial">
                      <DialScreen keysActive={!inCall} />
                    </Screen>
                  }
                />
                <Route
                  path="/history"
                  element={
                    <Screen path="/history">
                      <HistoryScreen />
                    </Screen>
                  }
                />
                <Route
                  path="/voicemail"
                  element={
                    <Screen path="/voicemail">
                      <VoicemailScreen />
                    </Screen>
                  }
                />
                <Route
                  path="/account"
                  element={
                    <Screen path="/account">
                      <SettingsScreen />
                    </Screen>
                  }
                />
                <Route path="*" element={<Navigate to="/dial" replace />} />
              </IonRouterOutlet>
              <nav slot="bottom" aria-label="Screens">
                <IonTabBar>
                  <IonTabButton tab="dial" href="/dial">
                    <IonIcon icon={keypad} aria-hidden="true" />
                    <IonLabel>Phone</IonLabel>
                  </IonTabButton>
                  <IonTabButton tab="history" href="/history">
                    <IonIcon icon={time} aria-hidden="true" />
                    <IonLabel>History</IonLabel>
                    <TabBadge count={missedCount} testId="missed-calls" of="missed call" />
                  </IonTabButton>
                  <IonTabButton tab="voicemail" href="/voicemail">
                    <IonIcon icon={recording} aria-hidden="true" />
                    <IonLabel>Voicemail</IonLabel>
                    <TabBadge count={newCount} testId="voicemail-new" of="new message" />
                  </IonTabButton>
                  <IonTabButton tab="account" href="/account">
                    <IonIcon icon={person} aria-hidden="true" />
                    <IonLabel>Account</IonLabel>
                  </IonTabButton>
                </IonTabBar>
              </nav>
            </IonTabs>
          </IonReactHashRouter>
        </div>
      </div>
      <CallLayer calls={calls} />
    </IonApp>
  );
}

interface TabBadgeProps {
  /** Null while it is not known. */
  readonly count: number | null;
  readonly testId: string;
  /** What is counted, in the singular. */
  readonly of: string;
}

/** A number on a tab; a screen reader also hears when it changes. */
function TabBadge({ count, testId, of }: TabBadgeProps) {
  return (
    <span role="status">
      {count === null || count === 0 ? null : (
        <span className="tab-badge" data-testid={testId}>
          {count > 99 ? '99+' : count}
          <span className="visually-hidden">
            {' '}
            {of}
            {count === 1 ? '' : 's'}
          </span>
        </span>
      )}
    </span>
  );
}
