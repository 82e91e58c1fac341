import { Card, SimpleGrid, Text, Title } from '@mantine/core';
import type { QualitySample } from '@tandem/api-types/calls';
import { Chart, type ChartSeries } from '../parts/chart.tsx';
import { useText } from '../text/use-text.ts';

type Measure = (leg: QualitySample['caller']) => number | null;

const mosMax = 5;
const lossOf: Measure = ({ packets, packetsLost }) =>
  packets === null || packetsLost === null || packets + packetsLost === 0
    ? null
    : (100 * packetsLost) / (packets + packetsLost);

/** What each side heard while the call went on. */
export function QualityCharts({ samples }: { readonly samples: readonly QualitySample[] }) {
  const { callPage: text } = useText();
  const atSeconds = samples.map(({ atMs }) => atMs / 1000);
  const lines = (measure: Measure): ChartSeries[] => [
    { label: text.callerLeg, color: 'plum', values: samples.map(({ caller }) => measure(caller)) },
    { label: text.calleeLeg, color: 'teal', values: samples.map(({ callee }) => measure(callee)) },
  ];
  const charts = [
    { name: text.mos, series: lines(({ mos }) => mos), min: 1, max: mosMax },
    { name: text.jitter, series: lines(({ jitterMs }) => jitterMs) },
    { name: text.loss, series: lines(lossOf) },
  ];
  return (
    <Card component="section" aria-label={text.quality}>
      <Title order={2}>{text.quality}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {samples.length > 0 ? text.qualityWhy : `${text.noQuality}. ${text.noQualityWhy}`}
      </Text>
      {samples.length > 0 ? (
        <SimpleGrid cols={{ base: 1, md: 3 }}>
          {charts.map(({ name, ...chart }) => (
            <div key={name}>
              <Text size="sm" fw={600}>
                {name}
              </Text>
              <Chart label={`${name}. ${latestText(chart.series)}`} atSeconds={atSeconds} {...chart} />
            </div>
          ))}
        </SimpleGrid>
      ) : null}
    </Card>
  );
}

const latestText = (series: readonly ChartSeries[]): string =>
  series.map(({ label, values }) => `${label}: ${values.at(-1)?.toFixed(1) ?? '–'}`).join(', ');
