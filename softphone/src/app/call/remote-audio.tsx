import { useEffect, useRef } from 'react';
import { usePreference } from '../hooks/use-preference.ts';

/** Plays the other party's sound on the chosen speaker. */
export function RemoteAudio({ stream }: { readonly stream: MediaStream | null }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [speaker] = usePreference('speaker');
  useEffect(() => {
    const element = audio.current;
    if (!element || element.srcObject === stream) return;
    element.srcObject = stream;
    if (stream) element.play().catch(warnUnlessInterrupted);
  }, [stream]);
  useEffect(() => {
    const element = audio.current;
    if (!element || !('setSinkId' in element) || element.sinkId === (speaker ?? '')) return;
    element.setSinkId(speaker ?? '').catch(warnUnlessInterrupted);
  }, [speaker]);
  // biome-ignore lint/a11y/useMediaCaption: the live sound of a call has no captions
  return <audio ref={audio} data-testid="remote-audio" autoPlay />;
}

/** An interruption is the next call, or the end of this one, that came first. */
function warnUnlessInterrupted(error: unknown): void {
  if (error instanceof Error && error.name === 'AbortError') return;
  console.warn('The sound cannot be played', error);
}
