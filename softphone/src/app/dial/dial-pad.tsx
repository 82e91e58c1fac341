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
  ['0', '+'],
  ['#', ''],
] as const;

const spoken: Record<string, string> = { '*': 'star', '#': 'hash' };

export interface DialPadProps {
  /** Makes the `data-testid` of each key: `dtmf-5`. */
  readonly testIdPrefix: string;
  readonly onDigit: (digit: string) => void;
}

export function DialPad({ testIdPrefix, onDigit }: DialPadProps) {
  return (
    <div className="pad">
      {rows.map(([digit, letters]) => (
        <button
          key={digit}
          type="button"
          data-testid={`${testIdPrefix}-${digit}`}
          aria-label={spoken[digit]}
          onClick={() => onDigit(digit)}
        >
          <span className="digit">{digit}</span>
          <span className="letters" aria-hidden="true">
            {letters}
          </span>
        </button>
      ))}
    </div>
  );
}
