import { Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import type { TrunkConnection } from '@tandem/api-types/trunk-connection';
import { FieldRow } from '../parts/field-row.tsx';
import { NumberField, TagsField, TextField } from '../parts/fields.tsx';
import { useFormText } from '../text/form-text.ts';
import type { TrunkFormPart } from './trunk-form-values.ts';
import { emptyConnection } from './trunk-form-values.ts';

const kinds = ['register-to-carrier', 'pbx-registers', 'by-address', 'mutual-tls'] as const;

/** How one of the two sides proves to the other who it is. */
export function ConnectionFields(part: TrunkFormPart) {
  const { trunkForm: text } = useFormText();
  const { form, disabled } = part;
  const { kind } = form.values.connection;
  const choose = (value: string) => {
    const chosen = kinds.find((known) => known === value);
    if (chosen) form.setFieldValue('connection', emptyConnection(chosen));
  };
  return (
    <>
      <Radio.Group value={kind} onChange={choose} label={text.kind.label} description={text.kind.why}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} mt="xs" spacing="sm">
          {kinds.map((value) => (
            <Radio.Card key={value} value={value} p="sm" radius="md" disabled={disabled}>
              <Stack gap={2}>
                <Text
                  size="sm"
                  fw={600}
                  c={value === kind ? 'var(--mantine-primary-color-light-color)' : 'inherit'}
                >
                  {text.kinds[value]}
                </Text>
                <Text size="xs" c="dimmed">
                  {text.kindWhys[value]}
                </Text>
              </Stack>
            </Radio.Card>
          ))}
        </SimpleGrid>
      </Radio.Group>
      <FieldsOfKind {...part} kind={kind} />
    </>
  );
}

function FieldsOfKind({ kind, ...part }: TrunkFormPart & { readonly kind: TrunkConnection['kind'] }) {
  const { trunkForm: text } = useFormText();
  if (kind === 'mutual-tls') {
    return <TagsField {...part} path="connection.certificateNames" text={text.certificateNames} />;
  }
  const usernames = {
    'register-to-carrier': text.username,
    'pbx-registers': text.pbxUsername,
    'by-address': text.addressUsername,
  };
  return (
    <>
      <FieldRow>
        {kind === 'register-to-carrier' ? (
          <TextField {...part} path="connection.domain" text={text.domain} />
        ) : null}
        <TextField
          {...part}
          path="connection.username"
          text={usernames[kind]}
          nullable={kind === 'by-address'}
        />
        <SecretField {...part} />
        {kind === 'pbx-registers' ? null : (
          <TextField {...part} path="connection.realm" text={text.realm} nullable />
        )}
      </FieldRow>
      {kind === 'register-to-carrier' ? (
        <FieldRow>
          <TextField
            {...part}
            path="connection.authorizationUsername"
            text={text.authorizationUsername}
            nullable
          />
          <NumberField
            {...part}
            path="connection.expiresSeconds"
            text={text.expiresSeconds}
            unit={text.seconds}
          />
        </FieldRow>
      ) : null}
    </>
  );
}

function SecretField({ secretIsSet, ...part }: TrunkFormPart) {
  const { trunkForm: text } = useFormText();
  const why = secretIsSet ? text.secretKept : text.secret.why;
  return <TextField {...part} path="secret" text={{ ...text.secret, why }} secret />;
}
