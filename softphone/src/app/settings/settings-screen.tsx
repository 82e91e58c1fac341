import { IonContent, IonPage } from '@ionic/react';
import { Avatar } from '../avatar.tsx';
import { useEngine } from '../hooks/use-engine.ts';
import { usePhone } from '../hooks/use-phone.ts';
import { useRegistration } from '../hooks/use-registration.ts';
import { useStateOf } from '../hooks/use-state-of.ts';
import { AlertsSection } from './alerts-section.tsx';
import { AudioSection } from './audio-section.tsx';
import './settings.css';

const registrationText = {
  registered: 'Ready: calls reach this phone.',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  failed: 'Not registered',
} as const;

/** Who is signed in here, whether calls come in, and the sound. */
export function SettingsScreen() {
  const { user, line, signOut } = usePhone();
  const engine = useEngine();
  const registration = useRegistration();
  const lineState = useStateOf(line);
  const device = lineState.kind === 'open' ? lineState.credentials.device.name : '…';
  return (
    <IonPage>
      <IonContent>
        <div className="column settings">
          <h1 className="page-title">Account</h1>
          <section aria-label="Signed in as">
            <div className="who">
              <Avatar name={user.displayName} size={52} />
              <p>
                <strong>{user.displayName}</strong>
                <span>{user.addressOfRecord.replace(/^sips?:/, '')}</span>
              </p>
            </div>
            <dl>
              <dt>Phone</dt>
              <dd>
                {registrationText[registration.kind]}
                {'reason' in registration ? `. ${registration.reason}` : ''}
              </dd>
              <dt>Device</dt>
              <dd>{device}</dd>
            </dl>
            <div className="actions">
              {registration.kind === 'registered' || !engine ? null : (
                <button type="button" className="quiet-button" onClick={() => engine.retryNow()}>
                  Connect now
                </button>
              )}
              <button
                type="button"
                className="quiet-button sign-out"
                data-testid="sign-out"
                onClick={signOut}
              >
                Sign out
              </button>
            </div>
          </section>
          <AudioSection />
          <AlertsSection />
          <p className="soft">Light or dark follows your system.</p>
        </div>
      </IonContent>
    </IonPage>
  );
}
