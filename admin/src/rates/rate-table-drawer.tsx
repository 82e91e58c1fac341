import { useForm } from '@mantine/form';
import { contentOf, ifMatch, succeeded } from '@tandem/api-client';
import {
  type RateTable,
  type RateTableSettings,
  rateTable,
  rateTableSettings,
} from '@tandem/api-types/rates';
import { useSession } from '../api/use-session.ts';
import { DocumentDrawer, type EditedFormProps, type EditedProps } from '../parts/document-drawer.tsx';
import { DocumentForm } from '../parts/document-form.tsx';
import { fieldErrors } from '../parts/field-errors.ts';
import { TagsField, TextField } from '../parts/fields.tsx';
import { useText } from '../text/use-text.ts';
import { useTrunks } from '../trunks/trunk-queries.ts';

/** The name of a rate table, and whose prices it holds. */
export function RateTableDrawer({ edited, onClose }: EditedProps<RateTable>) {
  const { rates: text } = useText();
  return (
    <DocumentDrawer edited={edited} onClose={onClose} newTitle={text.add} titleOf={({ name }) => name}>
      {(stored) => <RateTableForm stored={stored} onClose={onClose} />}
    </DocumentDrawer>
  );
}

function RateTableForm({ stored, onClose }: EditedFormProps<RateTable>) {
  const session = useSession();
  const { fields, rates: text } = useText();
  const form = useForm<RateTableSettings>({
    initialValues: { name: stored?.name ?? '', trunkIds: stored?.trunkIds ?? [] },
    validate: (values) => fieldErrors(rateTableSettings, values, fields),
  });
  const trunkIds = (useTrunks().data ?? []).map(({ trunk }) => trunk.id);
  const disabled = !session.may('routing:write');
  const write = (body: RateTableSettings, version: number | null) => {
    if (stored === null || version === null)
      return contentOf(session.api.POST('/api/v1/rate-tables', { body }), rateTable);
    const params = { path: { id: stored.id }, header: ifMatch(version) };
    return contentOf(session.api.PUT('/api/v1/rate-tables/{id}', { params, body }), rateTable);
  };
  return (
    <DocumentForm
      form={form}
      stored={stored}
      write={write}
      remove={({ id, version }) =>
        succeeded(
          session.api.DELETE('/api/v1/rate-tables/{id}', {
            params: { path: { id }, header: ifMatch(version) },
          }),
        )
      }
      changeOf={({ id, name }) => ({ kind: 'rate-table', resourceId: id, label: name })}
      removal={{ title: text.remove, ask: text.removeAsk(form.values.name) }}
      queryKey={['rate-tables']}
      onClose={onClose}
    >
      <TextField form={form} path="name" text={text.name} disabled={disabled} autoFocus={stored === null} />
      <TagsField form={form} path="trunkIds" text={text.trunks} proposals={trunkIds} disabled={disabled} />
    </DocumentForm>
  );
}
