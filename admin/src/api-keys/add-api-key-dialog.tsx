import { Button, Checkbox, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { contentOf } from '@tandem/api-client';
import { scope } from '@tandem/api-types/access';
import { type ApiKeyRequest, apiKeyRequest, newApiKey } from '@tandem/api-types/api-keys';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { CopyField } from '../parts/copy-field.tsx';
import { fieldErrors } from '../parts/field-errors.ts';
import { NumberField, TextField } from '../parts/fields.tsx';
import { SaveNotices } from '../parts/save-notices.tsx';
import { useSaving } from '../parts/use-saving.ts';
import { useText } from '../text/use-text.ts';

export interface AddApiKeyDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

const blank: ApiKeyRequest = { name: '', scopes: [], expiresInDays: 365 };

/** Makes a key, and shows its secret this once. */
export function AddApiKeyDialog({ opened, onClose }: AddApiKeyDialogProps) {
  const { shared, apiKeys: text } = useText();
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    setSecret(null);
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={text.add} size="lg" closeOnClickOutside={secret === null}>
      {secret === null ? (
        <KeyForm onMade={setSecret} onCancel={close} />
      ) : (
        <Stack aria-live="polite">
          <Text size="sm">{text.shownOnce}</Text>
          <CopyField label={text.secret} value={secret} />
          <Text size="sm" c="dimmed">
            {text.howToUse}
          </Text>
          <Group justify="flex-end">
            <Button onClick={close}>{shared.close}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

interface KeyFormProps {
  readonly onMade: (secret: string) => void;
  readonly onCancel: () => void;
}

function KeyForm({ onMade, onCancel }: KeyFormProps) {
  const session = useSession();
  const queries = useQueryClient();
  const { shared, fields, apiKeys: text } = useText();
  const form = useForm({
    initialValues: blank,
    validate: (values) => fieldErrors(apiKeyRequest, values, fields),
  });
  const saving = useSaving({
    write: (body: ApiKeyRequest) =>
      contentOf(session.api.POST('/api/v1/admin/api-keys', { body }), newApiKey),
    onWrongFields: form.setErrors,
    onSaved: ({ secret }) => {
      void queries.invalidateQueries({ queryKey: ['api-keys'] });
      onMade(secret);
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit(saving.save)}>
      <Stack>
        <TextField form={form} path="name" text={text.nameField} autoFocus />
        <Checkbox.Group
          label={text.scopesField.label}
          description={text.scopesField.why}
          error={form.errors.scopes}
          value={form.values.scopes}
          onChange={(chosen) =>
            form.setFieldValue(
              'scopes',
              scope.options.filter((one) => chosen.includes(one)),
            )
          }
        >
          <SimpleGrid cols={{ base: 1, xs: 2 }} mt="xs" spacing="xs">
            {scope.options
              .filter((one) => session.may(one))
              .map((one) => (
                <Checkbox key={one} value={one} label={text.scopes[one]} description={one} />
              ))}
          </SimpleGrid>
        </Checkbox.Group>
        <NumberField
          form={form}
          path="expiresInDays"
          text={text.expiresField}
          unit={text.days}
          min={1}
          nullable
        />
        <SaveNotices saving={saving} errors={form.errors} onTakeTheirs={onCancel} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {shared.cancel}
          </Button>
          <Button type="submit" loading={saving.isSaving}>
            {shared.add}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
