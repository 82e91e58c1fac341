import { Alert, Anchor, Button, Group, List, Stack, Text } from '@mantine/core';
import type { FormErrors } from '@mantine/form';
import { DifferenceList } from '../changes/difference-list.tsx';
import { useText } from '../text/use-text.ts';
import type { Saving } from './use-saving.ts';

export interface SaveNoticesProps {
  readonly saving: Pick<Saving<never>, 'refusal' | 'lost' | 'saveOver' | 'isSaving'>;
  /** The form's errors: each is listed with a link to its field. */
  readonly errors: FormErrors;
  /** Fills the form with what somebody else saved. */
  readonly onTakeTheirs: () => void;
}

/** Above a form's buttons: why it was not saved, which fields are wrong, or who was faster. */
export function SaveNotices({ saving, errors, onTakeTheirs }: SaveNoticesProps) {
  const { shared } = useText();
  if (saving.lost) return <ChangedMeanwhile saving={saving} onTakeTheirs={onTakeTheirs} />;
  const wrong = Object.entries(errors).filter(([, error]) => error);
  if (!saving.refusal && wrong.length === 0) return null;
  return (
    <Alert color="red" role="alert" title={shared.notSaved}>
      <Text size="sm">{wrong.length > 0 ? shared.checkFields : saving.refusal?.message}</Text>
      <List size="sm" mt={4}>
        {wrong.map(([path, error]) => (
          <List.Item key={path}>
            <Anchor
              component="button"
              type="button"
              size="sm"
              c="inherit"
              onClick={() => fieldAt(path)?.focus()}
            >
              {labelOf(path)}
            </Anchor>
            {': '}
            {error}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** The field at a path, or the list that holds it; null when neither is on the screen. */
function fieldAt(path: string): HTMLElement | null {
  const names = path.split('.');
  while (names.length > 0) {
    const field = document.getElementById(`field-${names.join('.')}`);
    if (field) return field;
    names.pop();
  }
  return null;
}

/** What the form calls a field; its path when the field is not on the screen. */
function labelOf(path: string): string {
  const field = fieldAt(path);
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return path;
  return field.labels?.[0]?.textContent || path;
}

function ChangedMeanwhile({ saving, onTakeTheirs }: Omit<SaveNoticesProps, 'errors'>) {
  const { shared } = useText();
  const text = shared.changedMeanwhile;
  return (
    <Alert color="yellow" role="alert" title={text.title}>
      <Stack gap="sm">
        <Text size="sm">{saving.refusal?.message ?? text.text}</Text>
        {saving.lost?.changes.map((change) => (
          <div key={change.id}>
            <Text size="sm" fw={600}>
              {change.author.name}
            </Text>
            <DifferenceList differences={change.difference} />
          </div>
        ))}
        <Group>
          {saving.lost?.currentVersion === null ? null : (
            <Button size="xs" variant="light" loading={saving.isSaving} onClick={saving.saveOver}>
              {text.keepMine}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={onTakeTheirs}>
            {text.takeTheirs}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
