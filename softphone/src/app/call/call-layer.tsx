import { useEffect } from 'react';
import { type CallView, callDesk } from '../../core/call/call-engine.ts';
import { useAttention } from '../hooks/use-attention.ts';
import { useEngine } from '../hooks/use-engine.ts';
import { usePhone } from '../hooks/use-phone.ts';
import { usePreference } from '../hooks/use-preference.ts';
import { useStateOf } from '../hooks/use-state-of.ts';
import { useTones } from '../hooks/use-tones.ts';
import { CallScreen } from './call-screen.tsx';
import { peerName } from './call-text.ts';
import { IncomingScreen } from './incoming-screen.tsx';
import { RemoteAudio } from './remote-audio.tsx';
import './call.css';

/** The calls, in front of everything else while there are any. */
export function CallLayer({ calls }: { readonly calls: readonly CallView[] }) {
  const engine = useEngine();
  const { entries } = useStateOf(usePhone().directory);
  const [microphone] = usePreference('microphone');
  const { front, waiting } = callDesk(calls);
  const incoming = calls.find((call) => call.phase === 'incoming');
  const nameOf = (call: CallView) => peerName(call, entries);
  useTones(calls);
  useAttention(incoming ? nameOf(incoming) : null);
  useEffect(() => {
    engine
      ?.chooseMicrophone(microphone)
      .catch((error: unknown) => console.warn('The microphone was not changed', error));
  }, [engine, microphone]);
  useEffect(() => {
    const talking = calls.some((call) => call.phase !== 'ended');
    if (!talking) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [calls]);
  if (!engine || !front) return null;
  return (
    <>
      {front.phase === 'incoming' ? (
        <IncomingScreen key={front.id} call={front} name={nameOf(front)} engine={engine} />
      ) : (
        <CallScreen
          key={front.id}
          call={front}
          name={nameOf(front)}
          waiting={waiting}
          waitingName={waiting ? nameOf(waiting) : ''}
          engine={engine}
        />
      )}
      <RemoteAudio stream={engine.remoteStream(front.id)} />
    </>
  );
}
