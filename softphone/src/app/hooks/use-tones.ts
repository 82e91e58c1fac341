import { useEffect } from 'react';
import type { CallView } from '../../core/call/call-engine.ts';
import { toneFor } from '../../core/sound/tone-choice.ts';
import { usePhone } from './use-phone.ts';

/** Rings, and plays what a caller hears while waiting. */
export function useTones(calls: readonly CallView[]): void {
  const { tones } = usePhone();
  const tone = toneFor(calls);
  useEffect(() => tones.play(tone), [tones, tone]);
  useEffect(() => () => tones.play(null), [tones]);
  useEffect(() => {
    const unlock = () => tones.unlock();
    window.addEventListener('pointerdown', unlock, { once: true });
    window.addEventListener('keydown', unlock, { once: true });
    return () => {
      window.removeEventListener('pointerdown', unlock);
      window.removeEventListener('keydown', unlock);
    };
  }, [tones]);
}
