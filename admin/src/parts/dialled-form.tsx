import type { UseFormReturnType } from '@mantine/form';
import { ifMatch, succeeded } from '@tandem/api-client';
import type { ReactNode } from 'react';
import { useSession } from '../api/use-session.ts';
import type { MadeChange } from '../changes/use-undo.tsx';
import { DocumentForm, type DocumentFormProps } from './document-form.tsx';
import { type FieldText, TextField } from './fields.tsx';

/** What is stored under the name by which it is dialled. */
interface Dialled {
  readonly name: string;
  readonly displayName: string;
  readonly version: number;
}

type DialledValues = Record<string, unknown> & Pick<Dialled, 'name' | 'displayName'>;

export interface DialledFormProps<Values extends DialledValues, Stored extends Dialled>
  extends Pick<DocumentFormProps<Values, Stored>, 'stored' | 'write' | 'queryKey' | 'onClose'> {
  readonly form: UseFormReturnType<Values>;
  /** How the history names it. */
  readonly kind: MadeChange['kind'];
  /** Asks the server to remove it. */
  readonly remove: (params: {
    path: { id: string };
    header: ReturnType<typeof ifMatch>;
  }) => Parameters<typeof succeeded>[0];
  readonly text: {
    readonly dialled: FieldText;
    readonly displayName: FieldText;
    readonly remove: string;
    readonly removeAsk: (displayName: string) => string;
  };
  /** The other fields. */
  readonly children: ReactNode;
}

/** The form of something that callers dial by a name, which it keeps for ever. */
export function DialledForm<Values extends DialledValues, Stored extends Dialled>({
  kind,
  remove,
  text,
  children,
  ...document
}: DialledFormProps<Values, Stored>) {
  const { form, stored } = document;
  const disabled = !useSession().may('routing:write');
  return (
    <DocumentForm
      {...document}
      remove={({ name, version }) => succeeded(remove({ path: { id: name }, header: ifMatch(version) }))}
      changeOf={({ name, displayName }) => ({ kind, resourceId: name, label: displayName })}
      removal={{ title: text.remove, ask: text.removeAsk(stored?.displayName ?? '') }}
    >
      <TextField
        form={form}
        path="name"
        text={text.dialled}
        disabled={disabled || stored !== null}
        autoFocus={stored === null}
      />
      <TextField form={form} path="displayName" text={text.displayName} disabled={disabled} />
      {children}
    </DocumentForm>
  );
}
