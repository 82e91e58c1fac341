import { Drawer, Stack, Table, Text, Title } from '@mantine/core';
import type { CallDetailRecord, LegQuality } from '@tandem/api-types';
import { momentText, talkingText } from '../parts/time-text.ts';
import { addressText, mosText, packetsText } from './call-text.ts';

export interface CallDetailsProps {
  /** The record to show; null keeps the drawer closed. */
  readonly call: CallDetailRecord | null;
  readonly onClose: () => void;
}

/** All that is known of one call. */
export function CallDetails({ call, onClose }: CallDetailsProps) {
  return (
    <Drawer opened={call !== null} onClose={onClose} position="right" size="lg" title="Call">
      {call ? (
        <Stack>
          <Facts
            rows={[
              ['From', `${call.callerName ? `${call.callerName}, ` : ''}${addressText(call.caller)}`],
              ['To', addressText(call.callee)],
              ['Answered by', call.answeredBy ?? '–'],
              ['Outcome', `${call.outcome} (SIP ${call.sipStatus})`],
              ['Why it ended', call.reason],
              ['Ended by', call.hungUpBy],
            ]}
          />
          <Title order={2} size="h5">
            Times
          </Title>
          <Facts
            rows={[
              ['Started', momentText(call.startedAt)],
              ['Rang', call.ringingAt ? momentText(call.ringingAt) : '–'],
              ['Answered', call.answeredAt ? momentText(call.answeredAt) : '–'],
              ['Ended', momentText(call.endedAt)],
              ['Talked', talkingText(call.answeredAt, call.endedAt)],
            ]}
          />
          <Title order={2} size="h5">
            Sound
          </Title>
          <Legs caller={call.callerLeg} callee={call.calleeLeg} />
          <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
            Call-ID {call.callId} on node {call.node}
          </Text>
        </Stack>
      ) : null}
    </Drawer>
  );
}

function Facts({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <Table>
      <Table.Tbody>
        {rows.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w={130}>
              {name}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Legs({ caller, callee }: { readonly caller: LegQuality; readonly callee: LegQuality }) {
  const rows: readonly (readonly [string, (leg: LegQuality) => string])[] = [
    ['Codec', ({ codec }) => codec ?? '–'],
    ['Packets', packetsText],
    ['Jitter', ({ jitterMs }) => (jitterMs === null ? '–' : `${jitterMs.toFixed(1)} ms`)],
    ['MOS', mosText],
  ];
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={130} aria-label="Measure" />
          <Table.Th>Caller</Table.Th>
          <Table.Th>Callee</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, text]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td>{text(caller)}</Table.Td>
            <Table.Td>{text(callee)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
