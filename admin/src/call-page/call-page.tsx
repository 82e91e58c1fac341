import { Button, Card, Grid, List, Stack, Text, Title } from '@mantine/core';
import { ApiFailure, contentOf } from '@tandem/api-client';
import { type CallReport, callReport } from '@tandem/api-types/calls';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { useSession } from '../api/use-session.ts';
import { addressText } from '../calls/call-text.ts';
import { QueryNotices } from '../parts/listing.tsx';
import { Empty } from '../parts/notices.tsx';
import { Page } from '../parts/page.tsx';
import { useText } from '../text/use-text.ts';
import { CallFacts } from './call-facts.tsx';
import { MessageLadder } from './message-ladder.tsx';
import { QualityCharts } from './quality-charts.tsx';

const liveRefreshMs = 2_000;

/** Everything about one call: why it ended, its messages, its sound, and why it went where it went. */
export function CallPage() {
  const { id = '' } = useParams();
  const session = useSession();
  const { callPage: text } = useText();
  const query = useQuery({
    queryKey: ['call', id],
    queryFn: () =>
      contentOf(session.api.GET('/api/v1/admin/calls/{id}', { params: { path: { id } } }), callReport),
    refetchInterval: ({ state }) => (state.data?.live ? liveRefreshMs : false),
  });
  const back = (
    <Button variant="default" component={Link} to="/calls">
      {text.backToList}
    </Button>
  );
  if (query.error instanceof ApiFailure && query.error.status < 500 && query.error.status >= 400) {
    return (
      <Page title={text.notFound} actions={back}>
        <Empty title={text.notFound}>{text.notFoundWhy}</Empty>
      </Page>
    );
  }
  const report = query.data;
  const call = report?.call ?? report?.live;
  if (!report || !call) {
    return (
      <Page title={text.facts} actions={back}>
        <QueryNotices query={query} />
      </Page>
    );
  }
  return (
    <Page title={text.title(addressText(call.caller), addressText(call.callee))} actions={back}>
      <Card component="section" aria-label={text.why}>
        <Title order={2}>{report.live ? text.goesOn : text.why}</Title>
        <Text size="lg" mt={4}>
          {report.ending ?? text.goesOnWhy}
        </Text>
      </Card>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Messages report={report} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="lg">
            <CallFacts report={report} />
            <Decision report={report} />
          </Stack>
        </Grid.Col>
      </Grid>
      <QualityCharts samples={report.quality} />
    </Page>
  );
}

function Messages({ report }: { readonly report: CallReport }) {
  const { callPage: text } = useText();
  return (
    <Card component="section" aria-label={text.ladder}>
      <Title order={2}>{text.ladder}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {report.messages.length > 0 ? text.ladderWhy : `${text.noMessages}. ${text.noMessagesWhy}`}
      </Text>
      <MessageLadder legs={report.legs} messages={report.messages} />
    </Card>
  );
}

function Decision({ report: { decision } }: { readonly report: CallReport }) {
  const { callPage: text } = useText();
  return (
    <Card component="section" aria-label={text.decision}>
      <Title order={2}>{text.decision}</Title>
      {decision.length === 0 ? (
        <Text size="sm" c="dimmed">
          {text.noDecision}
        </Text>
      ) : (
        <List type="ordered" size="sm" spacing={4} mt="xs">
          {decision.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps never change their order
            <List.Item key={index}>{step.sentence}</List.Item>
          ))}
        </List>
      )}
    </Card>
  );
}
