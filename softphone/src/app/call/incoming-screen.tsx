import { call as callIcon } from 'ionicons/icons';
import { useEffect, useRef, useState } from 'react';
import type { CallEngine, CallView } from '../../core/call/call-engine.ts';
import { Avatar } from '../avatar.tsx';
import { useKey } from '../hooks/use-key.ts';
import { CallStateLine } from './call-state-line.tsx';
import { Control } from './control.tsx';

/** Somebody who is typing when a call comes in must not answer or refuse it with the next key. */
const keyGraceMs = 800;

export interface IncomingScreenProps {
  readonly call: CallView;
  readonly name: string;
  readonly engine: CallEngine;
}

/** Fills the screen while the phone rings. */
export function IncomingScreen({ call, name, engine }: IncomingScreenProps) {
  const dialog = useRef<HTMLElement>(null);
  const [keysActive, setKeysActive] = useState(false);
  useEffect(() => {
    dialog.current?.focus();
    const timer = setTimeout(() => setKeysActive(true), keyGraceMs);
    return () => clearTimeout(timer);
  }, []);
  useKey(keysActive, (key) => {
    // Enter on a focused button presses that button.
    const onButton = document.activeElement instanceof HTMLButtonElement;
    if (key === 'Enter' && !onButton) engine.answer(call.id);
    else if (key === 'Escape') engine.decline(call.id);
    else return false;
    return true;
  });
  return (
    <main
      className="call-layer"
      ref={dialog}
      tabIndex={-1}
      aria-label={`Incoming call from ${name}`}
      data-testid="incoming-screen"
    >
      <div className="call-peer" data-rings="true">
        <Avatar name={name} size={120} />
        <p className="visually-hidden" role="alert">
          {`Incoming call from ${name}`}
        </p>
        <h2>{name}</h2>
        <p className="address">{call.peer.uri.replace(/^sips?:/, '')}</p>
        <CallStateLine call={call} name={name} />
      </div>
      <div className="controls pair">
        <Control
          icon={callIcon}
          label="Decline"
          shortcut="Escape"
          testId="decline"
          tone="end"
          onPress={() => engine.decline(call.id)}
        />
        <Control
          icon={callIcon}
          label="Answer"
          shortcut="Enter"
          testId="answer"
          tone="accept"
          onPress={() => engine.answer(call.id)}
        />
      </div>
    </main>
  );
}
