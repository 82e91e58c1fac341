import { Badge, Card, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import type { DecisionStep, Simulation } from '@tandem/api-types/routing';
import { Status, type Tone } from '../parts/status.tsx';
import { useFormText } from '../text/form-text.ts';

/** The way of a call that was tried: what happens, each step, and what would go out. */
export function TrialResult({ result }: { readonly result: Simulation }) {
  const text = useFormText().routing.trial;
  const { kind, sentence, sipStatus, international, country, steps, routes } = result;
  return (
    <Stack gap="sm" mt="md" pt="md" className="ruled" role="status" aria-label={text.result}>
      <Group gap="xs">
        <Status tone={kind === 'refused' ? 'bad' : 'good'} wraps>
          {sentence}
        </Status>
        {sipStatus === null ? null : <Badge color="gray">SIP {sipStatus}</Badge>}
      </Group>
      {international === null ? null : (
        <Text size="sm">{text.international(international, country && countryName(country))}</Text>
      )}
      <div>
        <Title order={3} size="h5">
          {text.steps}
        </Title>
        <List type="ordered" size="sm" spacing={4} mt={4}>
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step has no other name than its place
            <List.Item key={index} c={stepColor(step)} fw={step.kind === 'rule-taken' ? 600 : 400}>
              {step.sentence}
            </List.Item>
          ))}
        </List>
      </div>
      {routes.length > 0 ? (
        <div>
          <Title order={3} size="h5">
            {text.routes}
          </Title>
          <Stack gap="xs" mt={4}>
            {routes.map((route, index) => (
              <TriedRoute key={route.trunkId} route={route} place={index + 1} />
            ))}
          </Stack>
        </div>
      ) : null}
    </Stack>
  );
}

/** What was passed over is there for those who look for it. */
const stepColor = ({ kind }: DecisionStep): string => {
  if (kind === 'rule-skipped' || kind === 'trunk-left-out') return 'dimmed';
  return kind === 'refused' || kind === 'blocked' ? 'red' : 'inherit';
};

const tones: Record<'up' | 'down' | 'unknown', Tone> = { up: 'good', down: 'bad', unknown: 'idle' };

function TriedRoute({
  route,
  place,
}: {
  readonly route: Simulation['routes'][number];
  readonly place: number;
}) {
  const text = useFormText().routing.trial;
  const { trunkName, number, pricePerMinute, gateways, headers } = route;
  return (
    <Card padding="sm">
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {text.route(place, trunkName)} <Code>{text.outgoing(number)}</Code>
        </Text>
        <Text size="sm" c="dimmed">
          {pricePerMinute === null ? text.noPrice : text.price(pricePerMinute)}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" mt={6}>
        {text.gateways}
      </Text>
      <Stack gap={4} mt={2}>
        {gateways.map(({ gateway, state }) => (
          <Group key={gateway} gap="xs">
            <Status tone={tones[state]}>{text.states[state]}</Status>
            <Text size="sm">{gateway}</Text>
          </Group>
        ))}
      </Stack>
      <Text size="xs" c="dimmed" mt={6}>
        {text.headers}
      </Text>
      <Code block tabIndex={0}>
        {headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}
      </Code>
    </Card>
  );
}

/** `Germany` of `DE`, in the reader's language. */
const countryName = (code: string): string =>
  new Intl.DisplayNames(undefined, { type: 'region', fallback: 'code' }).of(code) ?? code;
