import { IonIcon } from '@ionic/react';

export interface ControlProps {
  readonly icon: string;
  readonly label: string;
  /** The key that does the same, shown to people with a keyboard. */
  readonly shortcut?: string;
  readonly testId: string;
  readonly tone?: 'end' | 'accept';
  /** For a control that is on or off. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}

/** One large round button of a call, with its name under it. */
export function Control({ icon, label, shortcut, testId, tone, pressed, disabled, onPress }: ControlProps) {
  return (
    <button
      type="button"
      className={tone ? `control ${tone}` : 'control'}
      data-testid={testId}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      disabled={disabled}
      onClick={onPress}
    >
      <span className="disc">
        <IonIcon icon={icon} aria-hidden="true" />
      </span>
      <span>{label}</span>
      {shortcut ? (
        <span className="key" aria-hidden="true">
          {shortcut}
        </span>
      ) : null}
    </button>
  );
}
