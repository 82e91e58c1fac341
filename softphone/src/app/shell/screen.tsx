import { IonContent, IonPage } from '@ionic/react';
import { Component, type ReactNode, Suspense, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { ShownContext } from '../hooks/use-shown.ts';
import { serverAnswers } from '../page-environment.ts';

interface ScreenBoundaryState {
  readonly failed: boolean;
}

export interface ScreenProps {
  /** Where it is. */
  readonly path: string;
  readonly children: ReactNode;
}

/** One of the screens behind the tabs: it knows whether it is seen, and its failure leaves the others alone. */
export function Screen({ path, children }: ScreenProps) {
  const { pathname } = useLocation();
  return (
    <ShownContext value={pathname === path}>
      <ScreenBoundary>{children}</ScreenBoundary>
    </ShownContext>
  );
}

/** A screen that is loaded when it is first opened; when that fails, the rest of the phone stays. */
class ScreenBoundary extends Component<{ readonly children: ReactNode }, ScreenBoundaryState> {
  override state: ScreenBoundaryState = { failed: false };

  static getDerivedStateFromError(): ScreenBoundaryState {
    return { failed: true };
  }

  override render(): ReactNode {
    if (this.state.failed) return <MissingScreen />;
    return <Suspense fallback={null}>{this.props.children}</Suspense>;
  }
}

function MissingScreen() {
  const [trying, setTrying] = useState(false);
  const reload = async () => {
    setTrying(true);
    if (await serverAnswers()) location.reload();
    else setTrying(false);
  };
  return (
    <IonPage>
      <IonContent>
        <div className="message" role="alert">
          <strong>This screen could not be loaded</strong>
          <p>The server has to be reached for it. Calls are not affected.</p>
          <button type="button" className="primary-button" disabled={trying} onClick={() => void reload()}>
            {trying ? 'Trying…' : 'Try again'}
          </button>
        </div>
      </IonContent>
    </IonPage>
  );
}
