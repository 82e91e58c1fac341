import { Button, Group, Stack } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { type MadeChange, useUndo } from '../changes/use-undo.tsx';
import { useText } from '../text/use-text.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { SaveNotices } from './save-notices.tsx';
import { useSaving } from './use-saving.ts';
import { useUnsaved } from './use-unsaved.ts';

export interface DocumentFormProps<Values extends Record<string, unknown>, Stored extends Versioned> {
  readonly form: UseFormReturnType<Values>;
  /** What is edited; null for a new one. */
  readonly stored: Stored | null;
  /** @param version that was edited; null for a new one */
  readonly write: (values: Values, version: number | null) => Promise<Stored>;
  /** Where the form shows what the server says of a field, when its fields are laid out in another way. */
  readonly wrongFields?: (errors: Record<string, string>) => Record<string, string>;
  readonly remove: (stored: Stored) => Promise<unknown>;
  /** How the history names it. */
  readonly changeOf: (stored: Stored) => Omit<MadeChange, 'sentence'>;
  /** Asked before it is removed. */
  readonly removal: { readonly title: string; readonly ask: string };
  /** What is out of date after a change. */
  readonly queryKey: readonly string[];
  readonly onClose: () => void;
  /** The fields. */
  readonly children: ReactNode;
}

interface Versioned {
  readonly version: number;
}

/**
 * The form of one part of the routing configuration: it is added, changed and removed with a way back, and somebody
 * else's change meanwhile is shown.
 */
export function DocumentForm<Values extends Record<string, unknown>, Stored extends Versioned>(
  props: DocumentFormProps<Values, Stored>,
) {
  const { form, stored, write, changeOf, queryKey, onClose } = props;
  const { shared } = useText();
  const session = useSession();
  const queries = useQueryClient();
  const undo = useUndo();
  useUnsaved(form.isDirty());
  const saving = useSaving({
    write: (values: Values, version) => write(values, version ?? null),
    version: stored?.version,
    onWrongFields: (errors) => form.setErrors(props.wrongFields?.(errors) ?? errors),
    onSaved: (saved) => {
      void queries.invalidateQueries({ queryKey });
      const change = changeOf(saved);
      undo({ ...change, sentence: stored ? shared.saved(change.label) : shared.added(change.label) });
      onClose();
    },
  });
  const takeTheirs = () => {
    void queries.invalidateQueries({ queryKey });
    onClose();
  };
  return (
    <form noValidate onSubmit={form.onSubmit((values) => saving.save(values))}>
      <Stack>
        {props.children}
        <SaveNotices saving={saving} errors={form.errors} onTakeTheirs={takeTheirs} />
        {session.may('routing:write') ? (
          <Group justify="space-between">
            {stored ? <Removal {...props} stored={stored} /> : <span />}
            <Button type="submit" loading={saving.isSaving} disabled={stored !== null && !form.isDirty()}>
              {stored ? shared.save : shared.add}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}

type RemovalProps<Stored extends Versioned> = Pick<
  DocumentFormProps<Record<string, unknown>, Stored>,
  'remove' | 'changeOf' | 'removal' | 'queryKey' | 'onClose'
> & { readonly stored: Stored };

function Removal<Stored extends Versioned>(props: RemovalProps<Stored>) {
  const { stored, remove, changeOf, removal, queryKey, onClose } = props;
  const { shared } = useText();
  const queries = useQueryClient();
  const undo = useUndo();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="light" color="red" onClick={() => setAsking(true)}>
        {removal.title}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={removal.title}
        action={shared.remove}
        onConfirm={async () => {
          await remove(stored);
          const change = changeOf(stored);
          undo({ ...change, sentence: shared.removed(change.label) });
          onClose();
          await queries.invalidateQueries({ queryKey });
        }}
      >
        {removal.ask}
      </ConfirmDialog>
    </>
  );
}
