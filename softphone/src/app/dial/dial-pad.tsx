import { usePressOrHold } from '../hooks/use-press-or-hold.ts';

const rows = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', ''],
  ['#', ''],
] as const;

const spoken: Record<string, string> = { '*': 'star', '#': 'hash' };

export interface DialPadProps {
  /** Makes the `data-testid` of each key: `dtmf-5`. */
  readonly testIdPrefix: string;
  readonly onDigit: (digit: string) => void;
  /** What holding the 0 down does: a number from abroad begins with a plus. There is no tone for it. */
  readonly onPlus?: () => void;
}

export function DialPad({ testIdPrefix, onDigit, onPlus }: DialPadProps) {
  return (
    <div className="pad">
      {rows.map(([digit, letters]) => {
        const key = { digit, testId: `${testIdPrefix}-${digit}`, onPress: () => onDigit(digit) };
        return digit === '0' && onPlus ? (
          <HeldKey key={digit} {...key} letters="+" onHold={onPlus} />
        ) : (
          <Key key={digit} {...key} letters={letters} />
        );
      })}
    </div>
  );
}

interface KeyProps {
  readonly digit: string;
  readonly letters: string;
  readonly testId: string;
  readonly onPress: () => void;
}

function Key({ digit, letters, testId, onPress }: KeyProps) {
  return (
    <button type="button" data-testid={testId} aria-label={spoken[digit]} onClick={onPress}>
      <KeyText digit={digit} letters={letters} />
    </button>
  );
}

function HeldKey({ digit, letters, testId, onPress, onHold }: KeyProps & { readonly onHold: () => void }) {
  const handlers = usePressOrHold(onPress, onHold);
  return (
    <button type="button" data-testid={testId} title="Hold for +" {...handlers}>
      <KeyText digit={digit} letters={letters} />
    </button>
  );
}

function KeyText({ digit, letters }: Pick<KeyProps, 'digit' | 'letters'>) {
  return (
    <>
      <span className="digit">{digit}</span>
      <span className="letters" aria-hidden="true">
        {letters}
      </span>
    </>
  );
}
