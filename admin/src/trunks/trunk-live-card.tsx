import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { TrunkState } from '@tandem/api-types/trunks';
import { Status } from '../parts/status.tsx';
import { clockText, spanText } from '../parts/time-text.ts';
import { useText } from '../text/use-text.ts';
import { gatewayText, gatewayTones, registrationTones, shareText, trunkTones } from './trunk-state-text.ts';

/** How the trunk is now: registration, gateways and the last hour's figures. */
export function TrunkLiveCard({ state }: { readonly state: TrunkState }) {
  const { trunks: text } = useText();
  return (
    <Card component="section" aria-label={text.live}>
      <Stack gap="md">
        <Group justify="space-between">
          <Title order={2}>{text.live}</Title>
          <span role="status">
            <Status tone={trunkTones[state.state]}>{text.states[state.state]}</Status>
          </span>
        </Group>
        <Text size="sm">{state.reason}</Text>
        <Registration state={state} />
        <Gateways state={state} />
        <Figures state={state} />
      </Stack>
    </Card>
  );
}

function Registration({ state: { registration } }: { readonly state: TrunkState }) {
  const { trunks: text } = useText();
  if (!registration) return null;
  const { expiresAt, nextAttemptAt } = registration;
  const next =
    registration.state === 'registered' && expiresAt !== null
      ? text.expires(clockText(expiresAt))
      : nextAttemptAt === null
        ? null
        : text.nextAttempt(clockText(nextAttemptAt));
  return (
    <div>
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {text.registration}
        </Text>
        <Status tone={registrationTones[registration.state]}>
          {text.registrationStates[registration.state]}
        </Status>
      </Group>
      <Text size="xs" c="dimmed">
        {registration.reason}
      </Text>
      {next === null ? null : (
        <Text size="xs" c="dimmed">
          {next}
        </Text>
      )}
    </div>
  );
}

function Gateways({ state: { gateways } }: { readonly state: TrunkState }) {
  const { trunks: text } = useText();
  return (
    <Stack gap="xs">
      {gateways.map(({ gateway, state, reason, roundTripMs, checkedAt }) => (
        <div key={gateway}>
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
              {gatewayText(gateway)}
            </Text>
            <Status tone={gatewayTones[state]}>{text.gatewayStates[state]}</Status>
          </Group>
          <Text size="xs" c="dimmed">
            {[
              reason,
              ...(roundTripMs === null ? [] : [text.roundTrip(roundTripMs.toFixed(0))]),
              checkedAt === null ? text.neverChecked : text.checked(clockText(checkedAt)),
            ].join(' · ')}
          </Text>
        </div>
      ))}
    </Stack>
  );
}

function Figures({ state: { activeCalls, lastHour } }: { readonly state: TrunkState }) {
  const { trunks: text } = useText();
  const { answerSeizureRatio, averageCallSeconds, postDialDelayMs } = lastHour;
  return (
    <SimpleGrid cols={2} spacing="sm">
      <Figure label={text.callsNow} value={String(activeCalls)} />
      <Figure
        label={text.answerSeizureRatio}
        value={answerSeizureRatio === null ? '–' : shareText(answerSeizureRatio)}
      />
      <Figure
        label={text.averageCall}
        value={averageCallSeconds === null ? '–' : spanText(averageCallSeconds)}
      />
      <Figure
        label={text.postDialDelay}
        value={postDialDelayMs === null ? '–' : `${(postDialDelayMs / 1000).toFixed(1)} s`}
      />
    </SimpleGrid>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={600} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
    </div>
  );
}
