import { IonContent, IonIcon, IonPage } from '@ionic/react';
import { backspaceOutline, call } from 'ionicons/icons';
import { type FormEvent, useRef, useState } from 'react';
import { domainOfUri, meansSelf, parseDialString, suggest } from '../../core/dial/dial-string.ts';
import { useEngine } from '../hooks/use-engine.ts';
import { useKey } from '../hooks/use-key.ts';
import { usePhone } from '../hooks/use-phone.ts';
import { usePressOrHold } from '../hooks/use-press-or-hold.ts';
import { useShown } from '../hooks/use-shown.ts';
import { useStateOf } from '../hooks/use-state-of.ts';
import { DialPad } from './dial-pad.tsx';
import { PeopleList } from './people-list.tsx';
import './dial.css';

const peopleShown = 50;

interface EraseButtonProps {
  readonly onErase: () => void;
  readonly onClear: () => void;
}

function EraseButton({ onErase, onClear }: EraseButtonProps) {
  const handlers = usePressOrHold(onErase, onClear);
  return (
    <button
      type="button"
      className="erase"
      aria-label="Delete the last character"
      title="Hold to delete all"
      {...handlers}
    >
      <IonIcon icon={backspaceOutline} aria-hidden="true" />
    </button>
  );
}

/** Calls by name, number or address: typed, pressed or picked. */
export function DialScreen({ keysActive }: { readonly keysActive: boolean }) {
  const { user, tones, directory: feed } = usePhone();
  const engine = useEngine();
  const directory = useStateOf(feed);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const shown = useShown();
  const input = useRef<HTMLInputElement>(null);

  const self = meansSelf(text, directory) ? directory.self : null;

  const change = (next: string) => {
    setProblem(null);
    setText(next);
  };
  const press = (digit: string) => {
    tones.key(digit);
    change(text + digit);
  };
  const dial = (uri: string, displayName: string | null) => {
    if (!engine) {
      setProblem('The phone is still connecting.');
      return;
    }
    engine.dial(uri, displayName);
    change('');
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const people = self ? [self] : directory.entries;
    const target = parseDialString(text, people, domainOfUri(user.addressOfRecord));
    if (target.kind === 'call') dial(target.uri, target.displayName ?? feed.nameOf(target.uri));
    else if (target.kind === 'unknown') setProblem(target.sentence);
    else if (target.kind === 'ambiguous') setProblem('Several people fit: choose one from the list.');
    else input.current?.focus();
  };
  useKey(keysActive && shown, (key) => {
    if (/^[0-9*#+]$/.test(key)) {
      press(key);
      input.current?.focus();
      return true;
    }
    // A letter goes into the field that has the focus by the time it is typed.
    if (/^\p{L}$/u.test(key)) input.current?.focus();
    return false;
  });

  return (
    <IonPage>
      <IonContent scrollY={false}>
        <h1 className="visually-hidden">Phone</h1>
        <div className="dial">
          <PeopleList
            heading={text.trim() === '' ? 'People' : 'Suggestions'}
            people={self ? [] : suggest(text, directory.entries, peopleShown)}
            self={self}
            directory={directory}
            onCall={(person) => dial(person.addressOfRecord, person.displayName)}
            onRetry={() => void feed.refresh()}
          />
          <form className="panel" onSubmit={submit}>
            <div className="dial-field">
              <input
                ref={input}
                data-testid="dial-input"
                aria-label="Name, number or address to call"
                placeholder="Name, number or address"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                enterKeyHint="go"
                value={text}
                onFocus={() => void feed.refresh()}
                onChange={(event) => change(event.target.value)}
              />
              {text === '' ? null : (
                <EraseButton onErase={() => change(text.slice(0, -1))} onClear={() => change('')} />
              )}
            </div>
            <p className="dial-problem" role="alert">
              {problem}
            </p>
            <DialPad testIdPrefix="key" onDigit={press} onPlus={() => change(`${text}+`)} />
            <button type="submit" className="call" data-testid="dial-button">
              <IonIcon icon={call} aria-hidden="true" />
              Call
            </button>
            <p className="hint">
              Type anywhere to dial, <kbd>Enter</kbd> calls.
            </p>
          </form>
        </div>
      </IonContent>
    </IonPage>
  );
}
