import { Button, Grid } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import type { RoutingRule } from '@tandem/api-types/routing';
import { useState } from 'react';
import { useSession } from '../api/use-session.ts';
import { AddButton } from '../parts/buttons.tsx';
import type { Edited } from '../parts/document-drawer.tsx';
import { Listing } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { useFormText } from '../text/form-text.ts';
import { NumberTrial } from './number-trial.tsx';
import { RoutingSettingsDrawer } from './routing-settings-drawer.tsx';
import { RuleDrawer } from './rule-drawer.tsx';
import { RuleList } from './rule-list.tsx';
import { useRules } from './use-rules.ts';

/** The rules by which calls find their way out, and a place to try them. */
export function RoutingPage() {
  const session = useSession();
  const { routing: text } = useFormText();
  const [edited, setEdited] = useState<Edited<RoutingRule>>(null);
  const [settingsOpen, setSettingsOpen] = useState(false);
  const query = useRules();
  const count = query.data?.rules.length ?? 0;
  const add = session.may('routing:write') ? (
    <AddButton label={text.add} onClick={() => setEdited('new')} />
  ) : null;
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconSettings size={16} aria-hidden />}
            onClick={() => setSettingsOpen(true)}
          >
            {text.settings}
          </Button>
          {count > 0 ? add : null}
        </>
      }
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Listing query={query} count={count} empty={{ title: text.empty, why: text.emptyWhy, action: add }}>
            {query.data ? <RuleList {...query.data} onEdit={setEdited} /> : null}
          </Listing>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <NumberTrial />
        </Grid.Col>
      </Grid>
      <RuleDrawer edited={edited} onClose={() => setEdited(null)} />
      <RoutingSettingsDrawer opened={settingsOpen} onClose={() => setSettingsOpen(false)} />
    </Page>
  );
}
