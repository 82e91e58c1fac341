import { call as callIcon, keypad, mic, micOff, pause, play } from 'ionicons/icons';
import { useEffect, useRef, useState } from 'react';
import type { CallEngine, CallView } from '../../core/call/call-engine.ts';
import { Avatar } from '../avatar.tsx';
import { useKey } from '../hooks/use-key.ts';
import { useRegistration } from '../hooks/use-registration.ts';
import { CallStateLine } from './call-state-line.tsx';
import { Control } from './control.tsx';
import { CallChips } from './quality-chip.tsx';
import { TonePad } from './tone-pad.tsx';
import { WaitingCall } from './waiting-call.tsx';

export interface CallScreenProps {
  readonly call: CallView;
  readonly name: string;
  readonly waiting: CallView | null;
  readonly waitingName: string;
  readonly engine: CallEngine;
}

/** A call from dialling to its end. */
export function CallScreen({ call, name, waiting, waitingName, engine }: CallScreenProps) {
  const screen = useRef<HTMLElement>(null);
  const [padOpen, setPadOpen] = useState(false);
  const connected = useRegistration().kind === 'registered';
  const talking = call.phase === 'established';
  const ended = call.phase === 'ended';
  const padShown = padOpen && talking;
  useEffect(() => screen.current?.focus(), []);
  const mute = () => engine.setMuted(call.id, !call.muted);
  const hold = () => engine.setHeld(call.id, !call.held);
  useKey(true, (key) => {
    const pressed = key.length === 1 ? key.toLowerCase() : key;
    if (pressed === 'End') engine.hangUp(call.id);
    else if (pressed === 'Escape' && ended) engine.dismiss(call.id);
    else if (pressed === 'm' && talking) mute();
    else if (pressed === 'h' && talking) hold();
    else if (pressed === 'k' && talking) setPadOpen(!padOpen);
    else return false;
    return true;
  });
  return (
    <main className="call-layer" ref={screen} tabIndex={-1} aria-label={`Call with ${name}`}>
      <div className="call-top">{talking ? <CallChips callId={call.id} onHold={call.held} /> : null}</div>
      {talking && !connected ? (
        <p className="call-link" role="status" data-testid="call-link">
          No connection to the server. The call goes on while its sound still flows.
        </p>
      ) : null}
      {waiting ? <WaitingCall call={waiting} name={waitingName} engine={engine} /> : null}
      <div className="call-peer" data-rings={call.phase === 'ringing'} data-compact={padShown}>
        {padShown ? null : <Avatar name={name} size={112} />}
        <h2>{name}</h2>
        {padShown ? null : <p className="address">{call.peer.uri.replace(/^sips?:/, '')}</p>}
        <CallStateLine call={call} name={name} />
      </div>
      {padShown ? <TonePad callId={call.id} engine={engine} /> : null}
      {ended ? (
        <EndedControls call={call} name={name} engine={engine} />
      ) : (
        <>
          <div className="controls">
            <Control
              icon={call.muted ? micOff : mic}
              label={call.muted ? 'Muted' : 'Mute'}
              shortcut="M"
              testId="mute"
              pressed={call.muted}
              disabled={!talking}
              onPress={mute}
            />
            <Control
              icon={call.held ? play : pause}
              label={call.held ? 'Resume' : 'Hold'}
              shortcut="H"
              testId="hold"
              pressed={call.held}
              disabled={!talking}
              onPress={hold}
            />
            <Control
              icon={keypad}
              label="Keypad"
              shortcut="K"
              testId="dtmf-open"
              pressed={padShown}
              disabled={!talking}
              onPress={() => setPadOpen(!padOpen)}
            />
          </div>
          <div className="controls single">
            <Control
              icon={callIcon}
              label={talking ? 'Hang up' : 'Cancel'}
              shortcut="End"
              testId="hang-up"
              tone="end"
              onPress={() => engine.hangUp(call.id)}
            />
          </div>
        </>
      )}
    </main>
  );
}

function EndedControls({ call, name, engine }: Pick<CallScreenProps, 'call' | 'name' | 'engine'>) {
  const again = () => {
    engine.dismiss(call.id);
    engine.dial(call.peer.uri, name);
  };
  return (
    <div className="controls pair">
      <button
        type="button"
        className="quiet-button"
        data-testid="close-call"
        onClick={() => engine.dismiss(call.id)}
      >
        Close
      </button>
      {call.end?.cause === 'answered-elsewhere' ? null : (
        <button type="button" className="primary-button" data-testid="call-again" onClick={again}>
          {call.direction === 'incoming' ? 'Call back' : 'Call again'}
        </button>
      )}
    </div>
  );
}
