import { useForm } from '@mantine/form';
import { contentOf, ifMatch, succeeded } from '@tandem/api-client';
import { type Did, type DidSettings, did, didSettings } from '@tandem/api-types/numbers';
import { useSession } from '../api/use-session.ts';
import {
  DestinationFields,
  type DestinationValues,
  destinationOf,
  destinationValues,
  noDestination,
} from '../parts/destination-fields.tsx';
import { DocumentDrawer, type EditedFormProps, type EditedProps } from '../parts/document-drawer.tsx';
import { DocumentForm } from '../parts/document-form.tsx';
import { fieldErrors } from '../parts/field-errors.ts';
import { SelectField, TextField } from '../parts/fields.tsx';
import { useText } from '../text/use-text.ts';
import { useTrunks } from '../trunks/trunk-queries.ts';

/** One number of ours: what it is for, and who answers. */
export function NumberDrawer({ edited, onClose }: EditedProps<Did>) {
  const { numbers: text } = useText();
  return (
    <DocumentDrawer edited={edited} onClose={onClose} newTitle={text.add} titleOf={({ number }) => number}>
      {(stored) => <NumberForm stored={stored} onClose={onClose} />}
    </DocumentDrawer>
  );
}

interface NumberValues extends Record<string, unknown> {
  number: string;
  label: string;
  destination: DestinationValues;
  trunkId: string | null;
}

const nothing: NumberValues = { number: '', label: '', destination: noDestination, trunkId: null };

const valuesOf = ({ number, label, destination, trunkId }: Did): NumberValues => ({
  number,
  label,
  destination: destinationValues(destination),
  trunkId,
});

const settingsOf = ({ number, label, destination, trunkId }: NumberValues): DidSettings => ({
  number,
  label,
  destination: destinationOf(destination),
  trunkId,
});

function NumberForm({ stored, onClose }: EditedFormProps<Did>) {
  const session = useSession();
  const { fields, numbers: text } = useText();
  const form = useForm<NumberValues>({
    initialValues: stored ? valuesOf(stored) : nothing,
    validate: (values) => fieldErrors(didSettings, settingsOf(values), fields),
  });
  const trunks = (useTrunks().data ?? []).map(({ trunk }) => ({ value: trunk.id, label: trunk.name }));
  const disabled = !session.may('routing:write');
  const write = (values: NumberValues, version: number | null) => {
    const body = settingsOf(values);
    if (version === null) return contentOf(session.api.POST('/api/v1/numbers', { body }), did);
    const params = { path: { number: body.number }, header: ifMatch(version) };
    return contentOf(session.api.PUT('/api/v1/numbers/{number}', { params, body }), did);
  };
  return (
    <DocumentForm
      form={form}
      stored={stored}
      write={write}
      remove={({ number, version }) =>
        succeeded(
          session.api.DELETE('/api/v1/numbers/{number}', {
            params: { path: { number }, header: ifMatch(version) },
          }),
        )
      }
      changeOf={({ number }) => ({ kind: 'number', resourceId: number, label: number })}
      removal={{ title: text.remove, ask: text.removeAsk(form.values.number) }}
      queryKey={['numbers']}
      onClose={onClose}
    >
      <TextField
        form={form}
        path="number"
        text={text.number}
        disabled={disabled || stored !== null}
        autoFocus={stored === null}
      />
      <TextField form={form} path="label" text={text.label} disabled={disabled} />
      <DestinationFields
        form={form}
        path="destination"
        kind={form.values.destination.kind}
        disabled={disabled}
      />
      <SelectField
        form={form}
        path="trunkId"
        text={text.arrivesBy}
        choices={trunks}
        nullable
        searchable
        disabled={disabled}
      />
    </DocumentForm>
  );
}
