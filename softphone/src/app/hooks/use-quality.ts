import { useEffect, useState } from 'react';
import { watchQuality } from '../../core/quality/quality-watch.ts';
import type { VoiceQuality } from '../../core/quality/voice-quality.ts';
import { useEngine } from './use-engine.ts';

/** The quality of a call's sound; null while there is no call, no sound, or nothing to judge yet. */
export function useQuality(callId: string | null): VoiceQuality | null {
  const engine = useEngine();
  const [quality, setQuality] = useState<VoiceQuality | null>(null);
  useEffect(() => {
    setQuality(null);
    if (!engine || callId === null) return;
    return watchQuality({
      statistics: async () => (await engine.statistics(callId))?.values() ?? null,
      onQuality: setQuality,
      now: () => performance.now(),
    });
  }, [engine, callId]);
  return quality;
}
