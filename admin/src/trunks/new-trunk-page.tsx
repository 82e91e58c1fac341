import { Box, Button, Card, SimpleGrid, Text, UnstyledButton } from '@mantine/core';
import type { TrunkTemplate } from '@tandem/api-types/trunks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useUndo } from '../changes/use-undo.tsx';
import { QueryNotices } from '../parts/listing.tsx';
import { Page } from '../parts/page.tsx';
import { useLeave } from '../parts/use-unsaved.ts';
import { useText } from '../text/use-text.ts';
import { TrunkForm } from './trunk-form.tsx';
import { newTrunkValues } from './trunk-form-values.ts';
import { useTrunkTemplates } from './trunk-queries.ts';

/** A new trunk: first what it leads to, then the fields that the template left open. */
export function NewTrunkPage() {
  const { shared, trunks: text } = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const undo = useUndo();
  const leave = useLeave();
  const templates = useTrunkTemplates();
  const [chosen, setChosen] = useState<TrunkTemplate | null>(null);
  const toList = () => void navigate('/trunks');
  if (!chosen) {
    return (
      <Page
        title={text.chooseTemplate}
        lead={text.chooseTemplateWhy}
        actions={
          <Button variant="default" component={Link} to="/trunks">
            {text.backToList}
          </Button>
        }
      >
        <QueryNotices query={templates} />
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          {(templates.data ?? []).map((template) => (
            <div key={template.id}>
              <UnstyledButton w="100%" h="100%" onClick={() => setChosen(template)}>
                <Card h="100%">
                  <Text fw={600}>{template.title}</Text>
                  <Text size="sm" c="dimmed">
                    {template.why}
                  </Text>
                </Card>
              </UnstyledButton>
            </div>
          ))}
        </SimpleGrid>
      </Page>
    );
  }
  return (
    <Page
      title={text.addTitle}
      actions={
        <Button variant="default" onClick={() => leave(() => setChosen(null))}>
          {text.changeTemplate}
        </Button>
      }
    >
      <Box maw={980}>
        <TrunkForm
          initial={newTrunkValues(chosen)}
          version={undefined}
          secretIsSet={false}
          readOnly={false}
          onCancel={toList}
          onTakeTheirs={toList}
          onSaved={(trunk) => {
            void queries.invalidateQueries({ queryKey: ['trunks'] });
            void navigate(`/trunks/${encodeURIComponent(trunk.id)}`);
            const { id: resourceId, name: label } = trunk;
            undo({ kind: 'trunk', resourceId, label, sentence: shared.added(label) });
          }}
        />
      </Box>
    </Page>
  );
}
