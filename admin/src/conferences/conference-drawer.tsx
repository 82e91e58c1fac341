import { Divider, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { contentOf, ifMatch, succeeded } from '@tandem/api-client';
import {
  type Conference,
  type ConferenceSettings,
  conference,
  conferencePin,
  conferenceSettings,
} from '@tandem/api-types/conferences';
import { useSession } from '../api/use-session.ts';
import { DialledForm } from '../parts/dialled-form.tsx';
import { DocumentDrawer, type EditedFormProps, type EditedProps } from '../parts/document-drawer.tsx';
import { fieldErrors } from '../parts/field-errors.ts';
import { NumberField, SwitchField, TextField } from '../parts/fields.tsx';
import { useText } from '../text/use-text.ts';
import { ConferenceMembers } from './conference-members.tsx';

/** One conference room: how it is entered, and who is in it. */
export function ConferenceDrawer({ edited, onClose }: EditedProps<Conference>) {
  const session = useSession();
  const { conferences: text } = useText();
  return (
    <DocumentDrawer
      edited={edited}
      onClose={onClose}
      newTitle={text.add}
      titleOf={({ displayName }) => displayName}
      size="lg"
    >
      {(stored) => (
        <Stack>
          <ConferenceForm stored={stored} onClose={onClose} />
          {stored && session.may('calls:read') ? (
            <>
              <Divider />
              <ConferenceMembers room={stored.name} />
            </>
          ) : null}
        </Stack>
      )}
    </DocumentDrawer>
  );
}

/** The PIN is empty unless a new one is entered. */
type ConferenceValues = ConferenceSettings & { pin: string | null };

const valuesSchema = conferenceSettings.extend({ pin: conferencePin.shape.pin });

const newRoom: ConferenceSettings = {
  name: '',
  displayName: '',
  membersMax: 20,
  pinRequired: false,
  outsidersWait: false,
};

const settingsOf = ({ name, displayName, membersMax, pinRequired, outsidersWait }: ConferenceSettings) => ({
  name,
  displayName,
  membersMax,
  pinRequired,
  outsidersWait,
});

function ConferenceForm({ stored, onClose }: EditedFormProps<Conference>) {
  const session = useSession();
  const { fields, conferences: text } = useText();
  const settings = settingsOf(stored ?? newRoom);
  const form = useForm<ConferenceValues>({
    initialValues: { ...settings, pin: null },
    validate: (values) => fieldErrors(valuesSchema, values, fields),
  });
  const disabled = !session.may('routing:write');
  const write = async ({ pin, ...body }: ConferenceValues, version: number | null) => {
    const path = { id: body.name };
    const saved = await (version === null
      ? contentOf(session.api.POST('/api/v1/conferences', { body }), conference)
      : contentOf(
          session.api.PUT('/api/v1/conferences/{id}', { params: { path, header: ifMatch(version) }, body }),
          conference,
        ));
    if (pin !== null) {
      await succeeded(session.api.PUT('/api/v1/conferences/{id}/pin', { params: { path }, body: { pin } }));
    }
    return saved;
  };
  return (
    <DialledForm
      form={form}
      stored={stored}
      kind="conference"
      write={write}
      remove={(params) => session.api.DELETE('/api/v1/conferences/{id}', { params })}
      text={text}
      queryKey={['conferences']}
      onClose={onClose}
    >
      <NumberField form={form} path="membersMax" text={text.membersMax} disabled={disabled} />
      <SwitchField form={form} path="pinRequired" text={text.pinRequired} disabled={disabled} />
      {form.values.pinRequired ? (
        <TextField
          form={form}
          path="pin"
          text={stored?.pinIsSet ? { ...text.pin, why: text.pin.kept } : text.pin}
          disabled={disabled}
          nullable
          secret
        />
      ) : null}
      <SwitchField form={form} path="outsidersWait" text={text.outsidersWait} disabled={disabled} />
    </DialledForm>
  );
}
