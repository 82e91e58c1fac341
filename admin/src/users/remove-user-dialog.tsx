import { succeeded } from '@tandem/api-client';
import type { AdminUser } from '@tandem/api-types';
import { useQueryClient } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { useAnnounce } from '../parts/use-announce.ts';
import { useText } from '../text/use-text.ts';

export interface RemoveUserDialogProps {
  /** Who is about to be removed; null keeps the dialog closed. */
  readonly user: AdminUser | null;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

/** Removing a user cannot be undone: passwords and devices are gone with it. */
export function RemoveUserDialog({ user, onClose, onRemoved }: RemoveUserDialogProps) {
  const session = useSession();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const { shared, users: text } = useText();
  return (
    <ConfirmDialog
      opened={user !== null}
      onClose={onClose}
      title={text.removeTitle}
      action={shared.remove}
      onConfirm={async () => {
        if (!user) return;
        const params = { path: { username: user.username } };
        await succeeded(session.api.DELETE('/api/v1/admin/users/{username}', { params }));
        announce.show({ message: shared.removed(user.displayName) });
        onRemoved();
        await queries.invalidateQueries({ queryKey: ['users'] });
      }}
    >
      {user ? text.removeAsk(user.displayName, user.username) : null}
    </ConfirmDialog>
  );
}
