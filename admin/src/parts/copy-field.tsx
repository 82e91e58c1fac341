import { Button, CopyButton, Group, TextInput } from '@mantine/core';
import { useText } from '../text/use-text.ts';

/** A value to be taken elsewhere, with a button that copies it. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const { shared } = useText();
  return (
    <Group align="flex-end" wrap="nowrap" gap="xs">
      <TextInput
        label={label}
        value={value}
        readOnly
        style={{ flex: 1 }}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} aria-label={shared.copyOne(label)}>
            {copied ? shared.copied : shared.copy}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
