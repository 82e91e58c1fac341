import { Alert, Button, Card, Grid, Stack } from '@mantine/core';
import { ApiFailure, ifMatch, succeeded } from '@tandem/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useSession } from '../api/use-session.ts';
import { useUndo } from '../changes/use-undo.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { QueryNotices } from '../parts/listing.tsx';
import { Empty } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { useSettled } from '../parts/use-unsaved.ts';
import { RegistrationTrace } from '../registrations/registration-trace.tsx';
import { useText } from '../text/use-text.ts';
import { TrunkForm } from './trunk-form.tsx';
import { trunkValues } from './trunk-form-values.ts';
import { TrunkLiveCard } from './trunk-live-card.tsx';
import { useTrunk } from './trunk-queries.ts';
import { TrunkTestCard } from './trunk-test-card.tsx';

/** One trunk: its settings, and beside them how it is and whether it works. */
export function TrunkPage() {
  const { id = '' } = useParams();
  const { shared, trunks: text } = useText();
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const undo = useUndo();
  const settled = useSettled();
  const query = useTrunk(id);
  const [removing, setRemoving] = useState(false);
  // The form keeps the version it was opened with, whatever the refreshes bring.
  const [opened, setOpened] = useState(0);
  if (query.error instanceof ApiFailure && query.error.status === 404) return <Missing />;
  const all = query.data;
  if (!all) {
    return (
      <Page title={id}>
        <QueryNotices query={query} />
      </Page>
    );
  }
  const { trunk, state } = all;
  const said = (sentence: string) => undo({ kind: 'trunk', resourceId: id, label: trunk.name, sentence });
  return (
    <Page
      title={trunk.name}
      lead={text.lead}
      actions={
        <>
          <Button variant="default" component={Link} to="/trunks">
            {text.backToList}
          </Button>
          {trunk.managedBy === null ? (
            <Button variant="light" color="red" onClick={() => setRemoving(true)}>
              {shared.remove}
            </Button>
          ) : null}
        </>
      }
    >
      {trunk.managedBy === null ? null : (
        <Alert title={text.managedBy(trunk.managedBy)}>{text.managedByWhy(trunk.managedBy)}</Alert>
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }} order={{ base: 2, lg: 1 }}>
          <OpenedForm
            key={opened}
            trunk={trunk}
            onSaved={(saved) => {
              queries.setQueryData(['trunks', id], { trunk: saved, state });
              void queries.invalidateQueries({ queryKey: ['trunks'] });
              setOpened(opened + 1);
              said(shared.saved(saved.name));
            }}
            onCancel={() => void navigate('/trunks')}
            onTakeTheirs={() => void query.refetch().then(() => setOpened(opened + 1))}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }} order={{ base: 1, lg: 2 }}>
          <Stack pos="sticky" top={72}>
            <TrunkLiveCard state={state} />
            <TrunkTestCard id={id} />
            {registers(trunk.connection) && session.may('calls:read') ? (
              <Card>
                <RegistrationTrace username={trunk.connection.username} />
              </Card>
            ) : null}
          </Stack>
        </Grid.Col>
      </Grid>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={text.remove}
        action={shared.remove}
        onConfirm={async () => {
          const params = { path: { id }, header: ifMatch(trunk.version) };
          await succeeded(session.api.DELETE('/api/v1/trunks/{id}', { params }));
          settled();
          await navigate('/trunks');
          void queries.invalidateQueries({ queryKey: ['trunks'] });
          said(shared.removed(trunk.name));
        }}
      >
        {text.removeAsk(trunk.name)} {text.removeButInUse}
      </ConfirmDialog>
    </Page>
  );
}

type Connection = Parameters<typeof trunkValues>[0]['connection'];

/** Whether we register there, or the PBX here. */
const registers = (
  connection: Connection,
): connection is Extract<Connection, { kind: 'register-to-carrier' | 'pbx-registers' }> =>
  connection.kind === 'register-to-carrier' || connection.kind === 'pbx-registers';

interface OpenedFormProps {
  readonly trunk: Parameters<typeof trunkValues>[0];
  readonly onSaved: (saved: Parameters<typeof trunkValues>[0]) => void;
  readonly onCancel: () => void;
  readonly onTakeTheirs: () => void;
}

/** The form on the trunk as it was when it was opened. */
function OpenedForm({ trunk, ...answers }: OpenedFormProps) {
  const [edited] = useState(trunk);
  return (
    <TrunkForm
      initial={trunkValues(edited)}
      version={edited.version}
      secretIsSet={edited.secretIsSet}
      readOnly={edited.managedBy !== null}
      {...answers}
    />
  );
}

function Missing() {
  const { trunks: text } = useText();
  return (
    <Page title={text.notFound}>
      <Empty
        title={text.notFound}
        action={
          <Button component={Link} to="/trunks">
            {text.backToList}
          </Button>
        }
      >
        {text.notFoundWhy}
      </Empty>
    </Page>
  );
}
