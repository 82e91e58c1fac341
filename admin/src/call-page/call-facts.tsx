import { Card, Table, Title } from '@mantine/core';
import type { CallReport } from '@tandem/api-types/calls';
import { addressText, mosText, packetsText } from '../calls/call-text.ts';
import { momentText, spanText, talkingText } from '../parts/time-text.ts';
import { useText } from '../text/use-text.ts';

/** Who, when, how long, and how each side sounded at the end. */
export function CallFacts({ report }: { readonly report: CallReport }) {
  const { shared, callPage: text, calls: words } = useText();
  const { call, live } = report;
  const shown = call ?? live;
  if (!shown) return null;
  const since = (iso: string | null) =>
    iso === null ? shared.notKnown : spanText((Date.parse(iso) - Date.parse(shown.startedAt)) / 1000);
  const trunks = [shown.arrivedByTrunk, shown.leftByTrunk].filter((trunk) => trunk !== null);
  const rows: [string, string][] = [
    [text.from, shown.callerName ?? addressText(shown.caller)],
    [text.to, addressText(shown.callee)],
    [words.trunk, trunks.join(' → ') || shared.notKnown],
    [text.started, momentText(shown.startedAt)],
    [text.answeredAfter, since(shown.answeredAt)],
  ];
  if (call) {
    rows.push(
      [text.rangAfter, since(call.ringingAt)],
      [text.talked, talkingText(call.answeredAt, call.endedAt)],
      [text.outcome, `${words.outcomes[call.outcome]} · ${text.sipStatus(call.sipStatus)}`],
      [text.endedBy, text.parties[call.hungUpBy]],
      [text.codec, `${call.callerLeg.codec ?? shared.notKnown} / ${call.calleeLeg.codec ?? shared.notKnown}`],
      [text.mos, `${mosText(call.callerLeg)} / ${mosText(call.calleeLeg)}`],
      [text.packets, `${packetsText(call.callerLeg)} / ${packetsText(call.calleeLeg)}`],
      [text.callId, call.callId],
      [text.node, call.node],
    );
  }
  return (
    <Card component="section" aria-label={text.facts}>
      <Title order={2}>{text.facts}</Title>
      <Table verticalSpacing={5} horizontalSpacing={0} mt="xs">
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={500} c="dimmed" w={130}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}
