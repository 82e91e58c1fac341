import { Card, Group, Stack, Switch, Text } from '@mantine/core';
import { AddItemButton, RemoveItemButton } from '../parts/buttons.tsx';
import { choicesOf } from '../parts/choices.ts';
import { FieldRow } from '../parts/field-row.tsx';
import { NumberField, SelectField, TagsField, TextField } from '../parts/fields.tsx';
import { useFormText } from '../text/form-text.ts';
import type { TrunkFormPart } from './trunk-form-values.ts';
import { emptyGateway } from './trunk-form-values.ts';

/** The servers of the other side. */
export function GatewayFields(part: TrunkFormPart) {
  const { trunkForm: text } = useFormText();
  const { form, disabled } = part;
  const { gateways, outboundProxy } = form.values;
  return (
    <>
      {gateways.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text.noGateway}
        </Text>
      ) : null}
      <Stack gap="sm">
        {gateways.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a gateway has no other name than its place
          <Card key={index} padding="sm" role="group" aria-label={text.gateway(index + 1)}>
            <Group justify="space-between" mb={4}>
              <Text size="sm" fw={600}>
                {text.gateway(index + 1)}
              </Text>
              <RemoveItemButton
                label={text.removeGateway(index + 1)}
                disabled={disabled}
                onClick={() => form.removeListItem('gateways', index)}
              />
            </Group>
            <ServerFields {...part} path={`gateways.${index}`} withPriority />
          </Card>
        ))}
      </Stack>
      {form.errors.gateways ? (
        <Text size="sm" c="red" id="field-gateways" tabIndex={-1}>
          {form.errors.gateways}
        </Text>
      ) : null}
      <AddItemButton
        label={text.addGateway}
        disabled={disabled}
        onClick={() => form.insertListItem('gateways', emptyGateway)}
      />
      <TagsField {...part} path="allowedSources" text={text.allowedSources} />
      <Switch
        label={text.useOutboundProxy.label}
        description={text.useOutboundProxy.why}
        disabled={disabled}
        checked={outboundProxy !== null}
        onChange={({ currentTarget }) =>
          form.setFieldValue(
            'outboundProxy',
            currentTarget.checked ? { host: '', port: null, transport: 'udp' } : null,
          )
        }
      />
      {outboundProxy ? <ServerFields {...part} path="outboundProxy" /> : null}
    </>
  );
}

interface ServerFieldsProps extends TrunkFormPart {
  readonly path: string;
  readonly withPriority?: boolean;
}

function ServerFields({ path, withPriority = false, ...part }: ServerFieldsProps) {
  const { trunkForm: text } = useFormText();
  const transports = choicesOf(text.transports);
  return (
    <FieldRow cols={withPriority ? 5 : 3}>
      <TextField {...part} path={`${path}.host`} text={text.host} />
      <NumberField {...part} path={`${path}.port`} text={text.port} nullable />
      <SelectField {...part} path={`${path}.transport`} text={text.transport} choices={transports} />
      {withPriority ? (
        <>
          <NumberField {...part} path={`${path}.priority`} text={text.priority} />
          <NumberField {...part} path={`${path}.weight`} text={text.weight} />
        </>
      ) : null}
    </FieldRow>
  );
}
