import { useState } from 'react';
import type { CallEngine } from '../../core/call/call-engine.ts';
import { DialPad } from '../dial/dial-pad.tsx';
import { useKey } from '../hooks/use-key.ts';
import { usePhone } from '../hooks/use-phone.ts';

/** Sends digits to a machine at the other end ("press 1 for …"); they may be typed as well. */
export function TonePad({ callId, engine }: { readonly callId: string; readonly engine: CallEngine }) {
  const { tones } = usePhone();
  const [sent, setSent] = useState('');
  const send = (digit: string) => {
    tones.key(digit);
    engine.sendDtmf(callId, digit);
    setSent((before) => `${before}${digit}`.slice(-18));
  };
  useKey(true, (key) => {
    if (!/^[0-9*#]$/.test(key)) return false;
    send(key);
    return true;
  });
  return (
    <section className="tones" aria-label="Keypad tones">
      <output aria-label="Digits sent">{sent}</output>
      <DialPad testIdPrefix="dtmf" onDigit={send} />
    </section>
  );
}
