import { useText } from '../text/use-text.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { Asking } from './use-unsaved-scope.ts';

/** Asks somebody who would lose what a form holds. */
export function DiscardQuestion({ opened, onDiscard, onClose }: Asking) {
  const { shared } = useText();
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={shared.discardTitle}
      action={shared.discard}
      cancel={shared.keepEditing}
      onConfirm={async () => onDiscard()}
    >
      {shared.discardAsk}
    </ConfirmDialog>
  );
}
