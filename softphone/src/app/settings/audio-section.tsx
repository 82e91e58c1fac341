import { useState } from 'react';
import { callEndOfMediaError } from '../../core/call/call-end.ts';
import { useAudioDevices } from '../hooks/use-audio-devices.ts';
import { usePhone } from '../hooks/use-phone.ts';
import { usePreference } from '../hooks/use-preference.ts';

const testMs = 2_500;

/** Microphone and speaker, and the sound of the bell. */
export function AudioSection() {
  const { tones } = usePhone();
  const { microphones, speakers, namesHidden, allow } = useAudioDevices();
  const [microphone, setMicrophone] = usePreference('microphone');
  const [speaker, setSpeaker] = usePreference('speaker');
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async () => {
    try {
      await allow();
      setProblem(null);
    } catch (error) {
      setProblem(
        callEndOfMediaError(error, window.isSecureContext)?.sentence ?? 'The microphone cannot be used.',
      );
    }
  };
  const ring = () => {
    tones.play('ring');
    setTimeout(() => tones.play(null), testMs);
  };
  return (
    <section aria-labelledby="sound-heading">
      <h2 id="sound-heading">Sound</h2>
      <DeviceChoice label="Microphone" devices={microphones} value={microphone} onChange={setMicrophone} />
      {speakers.length > 0 ? (
        <DeviceChoice label="Speaker" devices={speakers} value={speaker} onChange={setSpeaker} />
      ) : null}
      {problem === null ? null : <p role="alert">{problem}</p>}
      <div className="actions">
        {namesHidden ? (
          <button type="button" className="quiet-button" onClick={() => void ask()}>
            Allow the microphone
          </button>
        ) : null}
        <button type="button" className="quiet-button" onClick={ring}>
          Play the ringing tone
        </button>
      </div>
    </section>
  );
}

interface DeviceChoiceProps {
  readonly label: string;
  readonly devices: readonly MediaDeviceInfo[];
  readonly value: string | null;
  readonly onChange: (deviceId: string | null) => void;
}

function DeviceChoice({ label, devices, value, onChange }: DeviceChoiceProps) {
  const choices = devices.filter(({ deviceId }) => deviceId !== 'default');
  return (
    <label>
      {label}
      <select value={value ?? ''} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">The system’s choice</option>
        {choices.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || `${label} ${index + 1}`}
          </option>
        ))}
      </select>
    </label>
  );
}
