import { useCallback, useEffect, useState } from 'react';

export interface AudioDevices {
  readonly microphones: readonly MediaDeviceInfo[];
  readonly speakers: readonly MediaDeviceInfo[];
  /** True until the person has allowed the microphone: before that, browsers hide the names. */
  readonly namesHidden: boolean;
  /** Asks for the microphone, so that the names are told. */
  readonly allow: () => Promise<void>;
}

/** The microphones and speakers of this computer, as they come and go. */
export function useAudioDevices(): AudioDevices {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const read = useCallback(async () => {
    setDevices((await navigator.mediaDevices?.enumerateDevices()) ?? []);
  }, []);
  useEffect(() => {
    void read();
    const changed = () => void read();
    navigator.mediaDevices?.addEventListener('devicechange', changed);
    return () => navigator.mediaDevices?.removeEventListener('devicechange', changed);
  }, [read]);
  const allow = useCallback(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    await read();
  }, [read]);
  const microphones = devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '');
  return {
    microphones,
    speakers: devices.filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== ''),
    namesHidden: !microphones.some(({ label }) => label !== ''),
    allow,
  };
}
