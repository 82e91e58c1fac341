import { IonIcon } from '@ionic/react';
import { lockClosed } from 'ionicons/icons';
import { useState } from 'react';
import { useQuality } from '../hooks/use-quality.ts';

const steps = [1, 2, 3, 4] as const;

/** How good the sound is and why, and how far it is encrypted. */
export function CallChips({ callId, onHold }: { readonly callId: string; readonly onHold: boolean }) {
  const quality = useQuality(onHold ? null : callId);
  const [open, setOpen] = useState<'quality' | 'lock' | null>(null);
  const toggle = (which: 'quality' | 'lock') => setOpen(open === which ? null : which);
  const label = onHold ? 'On hold' : (quality?.label ?? 'Measuring…');
  return (
    <>
      <button
        type="button"
        className="chip quality"
        data-testid="quality-chip"
        data-bars={quality?.bars ?? 0}
        data-mos={quality?.mos.toFixed(2)}
        aria-expanded={open === 'quality'}
        aria-label={`Sound quality: ${label}`}
        onClick={() => toggle('quality')}
      >
        <span className="bars" aria-hidden="true">
          {steps.map((step) => (
            <i key={step} data-on={step <= (quality?.bars ?? 0)} />
          ))}
        </span>
        {label}
      </button>
      <button
        type="button"
        className="chip"
        data-testid="lock-chip"
        aria-expanded={open === 'lock'}
        onClick={() => toggle('lock')}
      >
        <IonIcon icon={lockClosed} aria-hidden="true" />
        Encrypted to server
      </button>
      <p className="quality-why" role="status" hidden={open === null}>
        {open === 'quality' ? (quality?.why ?? 'The sound is judged once it flows.') : null}
        {open === 'lock'
          ? 'The sound is encrypted between this device and the server, which passes it on.'
          : null}
      </p>
    </>
  );
}
