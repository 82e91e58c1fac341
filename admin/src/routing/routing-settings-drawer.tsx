import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { contentOf, ifMatch } from '@tandem/api-client';
import { type RoutingSettings, routingSettings, versionedRoutingSettings } from '@tandem/api-types/routing';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { useSession } from '../api/use-session.ts';
import { useUndo } from '../changes/use-undo.tsx';
import { choicesOf } from '../parts/choices.ts';
import { EditDrawer } from '../parts/edit-drawer.tsx';
import { fieldErrors } from '../parts/field-errors.ts';
import { FieldRow } from '../parts/field-row.tsx';
import { SelectField, TagsField, TextField } from '../parts/fields.tsx';
import { QueryNotices } from '../parts/listing.tsx';
import { SaveNotices } from '../parts/save-notices.tsx';
import { useSaving } from '../parts/use-saving.ts';
import { useUnsaved } from '../parts/use-unsaved.ts';
import { useFormText } from '../text/form-text.ts';

type Stored = z.output<typeof versionedRoutingSettings>;

const queryKey = ['routing-settings'];

export interface RoutingSettingsDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What holds for all calls: country, clock, what may not be called, and what anyone may call. */
export function RoutingSettingsDrawer({ opened, onClose }: RoutingSettingsDrawerProps) {
  const session = useSession();
  const text = useFormText().routing.common;
  const query = useQuery({
    queryKey,
    queryFn: () => contentOf(session.api.GET('/api/v1/routing/settings'), versionedRoutingSettings),
    enabled: opened,
  });
  return (
    <EditDrawer opened={opened} onClose={onClose} size="lg" title={text.title}>
      <QueryNotices query={query} waitingRows={4} />
      {query.data ? <SettingsForm key={query.data.version} stored={query.data} onClose={onClose} /> : null}
    </EditDrawer>
  );
}

/** Lists are typed as short values; the notes beside those that stay are kept. */
interface SettingsValues extends Record<string, unknown> {
  settings: RoutingSettings;
  blocked: string[];
  premium: string[];
  holidays: string[];
}

function valuesOf({ version: _, ...settings }: Stored): SettingsValues {
  return {
    settings,
    blocked: settings.blocked.map(({ prefix }) => prefix),
    premium: settings.premium.map(({ prefix }) => prefix),
    holidays: settings.holidays.map(({ date }) => date),
  };
}

function settingsOf({ settings, blocked, premium, holidays }: SettingsValues): RoutingSettings {
  const noted = (list: RoutingSettings['blocked'], prefixes: readonly string[]) =>
    prefixes.map((prefix) => list.find((each) => each.prefix === prefix) ?? { prefix, why: '' });
  return {
    ...settings,
    blocked: noted(settings.blocked, blocked),
    premium: noted(settings.premium, premium),
    holidays: holidays.map(
      (date) => settings.holidays.find((each) => each.date === date) ?? { date, name: '' },
    ),
  };
}

const LISTS = /^(blocked|premium|holidays)(?:\.(\d+)\.\w+)?/;

/** The paths of the server's fields as they are in the form. */
const inForm = (errors: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors).map(([path, error]) => {
      const list = LISTS.exec(path);
      if (!list) return [`settings.${path}`, error];
      return [list[2] === undefined ? `${list[1]}` : `${list[1]}.${list[2]}`, error];
    }),
  );

function SettingsForm({ stored, onClose }: { readonly stored: Stored; readonly onClose: () => void }) {
  const session = useSession();
  const queries = useQueryClient();
  const undo = useUndo();
  const { shared, fields, routing } = useFormText();
  const text = routing.common;
  const form = useForm<SettingsValues>({
    initialValues: valuesOf(stored),
    validate: (values) => inForm(fieldErrors(routingSettings, settingsOf(values), fields)),
  });
  useUnsaved(form.isDirty());
  const saving = useSaving({
    write: (values: SettingsValues, version) =>
      contentOf(
        session.api.PUT('/api/v1/routing/settings', {
          params: { header: ifMatch(version ?? stored.version) },
          body: settingsOf(values),
        }),
        versionedRoutingSettings,
      ),
    version: stored.version,
    onWrongFields: (errors) => form.setErrors(inForm(errors)),
    onSaved: () => {
      void queries.invalidateQueries({ queryKey });
      undo({
        kind: 'routing-settings',
        resourceId: 'settings',
        label: text.title,
        sentence: shared.saved(text.title),
      });
      onClose();
    },
  });
  const part = { form, disabled: !session.may('routing:write') };
  return (
    <form noValidate onSubmit={form.onSubmit((values) => saving.save(values))}>
      <Stack>
        <FieldRow cols={3}>
          <TextField {...part} path="settings.country" text={text.country} />
          <TextField {...part} path="settings.timeZone" text={text.timeZone} />
          <TextField {...part} path="settings.currency" text={text.currency} />
        </FieldRow>
        <TagsField {...part} path="settings.emergencyNumbers" text={text.emergencyNumbers} />
        <TagsField {...part} path="settings.emergencyTrunkIds" text={text.emergencyTrunkIds} />
        <TagsField {...part} path="blocked" text={text.blocked} />
        <TagsField {...part} path="premium" text={text.premium} />
        <SelectField
          {...part}
          path="settings.premiumCalls"
          text={text.premiumCalls}
          choices={choicesOf(text.premiumChoices)}
        />
        <SelectField
          {...part}
          path="settings.newCountries"
          text={text.newCountries}
          choices={choicesOf(text.newCountryChoices)}
        />
        <TagsField {...part} path="holidays" text={text.holidays} />
        <section aria-label={text.open}>
          <Title order={3} size="h5">
            {text.open}
          </Title>
          <Text size="sm" c="dimmed" mb="xs">
            {text.openWhy}
          </Text>
          <Stack gap="sm">
            <TagsField {...part} path="settings.openToAnyone.usernames" text={text.openUsernames} />
            <TagsField {...part} path="settings.openToAnyone.ringGroups" text={text.openRingGroups} />
            <TagsField {...part} path="settings.openToAnyone.numbers" text={text.openNumbers} />
          </Stack>
        </section>
        <SaveNotices
          saving={saving}
          errors={form.errors}
          onTakeTheirs={() => void queries.invalidateQueries({ queryKey })}
        />
        {part.disabled ? null : (
          <Group justify="flex-end">
            <Button type="submit" loading={saving.isSaving} disabled={!form.isDirty()}>
              {shared.save}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
