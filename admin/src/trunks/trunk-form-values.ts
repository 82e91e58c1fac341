import type { UseFormReturnType } from '@mantine/form';
import type { TrunkConnection, TrunkGateway } from '@tandem/api-types/trunk-connection';
import type { TrunkSettings } from '@tandem/api-types/trunk-settings';
import {
  createTrunkRequest,
  replaceTrunkRequest,
  type Trunk,
  type TrunkTemplate,
} from '@tandem/api-types/trunks';
import { fieldErrors } from '../parts/field-errors.ts';
import type { Catalogue } from '../text/catalogue.ts';

/** What the form of a trunk holds: the settings as the API has them, the short name, and a password just typed. */
export interface TrunkFormValues extends TrunkSettings {
  id: string;
  /** Empty: the stored password stays. */
  secret: string;
}

/** What each section of the form works on. */
export interface TrunkFormPart {
  readonly form: UseFormReturnType<TrunkFormValues>;
  readonly isNew: boolean;
  readonly secretIsSet: boolean;
  readonly disabled: boolean;
}

export const emptyGateway: TrunkGateway = {
  host: '',
  port: null,
  transport: 'udp',
  priority: 10,
  weight: 1,
};

/** The fields of a kind of connection, before anything is typed. */
export function emptyConnection(kind: TrunkConnection['kind']): TrunkConnection {
  switch (kind) {
    case 'register-to-carrier':
      return {
        kind,
        domain: '',
        username: '',
        authorizationUsername: null,
        realm: null,
        expiresSeconds: 600,
      };
    case 'pbx-registers':
      return { kind, username: '' };
    case 'by-address':
      return { kind, username: null, realm: null };
    case 'mutual-tls':
      return { kind, certificateNames: [] };
  }
}

/**
 * A new trunk as a template has it, with nothing where only the admin knows what belongs there: an example that stays
 * would be dialled. Its short name follows the name until somebody types one.
 */
export function newTrunkValues({
  settings,
  fillIn,
}: Pick<TrunkTemplate, 'settings' | 'fillIn'>): TrunkFormValues {
  const values = structuredClone({ ...settings, id: idOf(settings.name), secret: '' });
  for (const path of fillIn) clear(values, path.split('.'));
  return values;
}

/** Empties the text at a path; takes it out where it is an entry of a list. */
function clear(holder: unknown, [name = '', ...rest]: readonly string[]): void {
  if (typeof holder !== 'object' || holder === null) return;
  if (rest.length > 0) clear(Reflect.get(holder, name), rest);
  else if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else Reflect.set(holder, name, '');
}

/** A stored trunk, ready to be edited. */
export function trunkValues(trunk: Trunk): TrunkFormValues {
  const {
    version: _version,
    secretIsSet: _secretIsSet,
    managedBy: _file,
    updatedAt: _at,
    ...settings
  } = trunk;
  return { ...settings, secret: '' };
}

/** A short name made of a name: `Example Telecom, Zürich` becomes `example-telecom-zurich`. */
export function idOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
}

/** The settings for the API; the password only when one was typed. */
export function requestOf({ id: _id, secret, ...settings }: TrunkFormValues) {
  return secret === '' ? settings : { ...settings, secret };
}

/** @returns a sentence for each wrong field, checked as the server checks it */
export function trunkErrors(
  values: TrunkFormValues,
  isNew: boolean,
  text: Catalogue['fields'],
): Record<string, string> {
  const request = requestOf(values);
  return isNew
    ? fieldErrors(createTrunkRequest, { ...request, id: values.id }, text)
    : fieldErrors(replaceTrunkRequest, request, text);
}
