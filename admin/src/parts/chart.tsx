import { Group, Text, useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { TIME_STEPS, timeRange, timesOfDay } from './chart-times.ts';

export interface ChartSeries {
  readonly label: string;
  /** One of Mantine’s colour names. */
  readonly color: string;
  /** A value for each moment; null leaves a gap. */
  readonly values: readonly (number | null)[];
}

export interface ChartProps {
  /** What the chart shows and its latest values, for those who do not see it. */
  readonly label: string;
  /** Seconds since 1970, ascending. */
  readonly atSeconds: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly height?: number;
  /** Fixed ends of the scale; free where absent. */
  readonly min?: number;
  readonly max?: number;
  /** The values count something, so the scale has no halves. */
  readonly counts?: boolean;
}

/** Lines over time. */
export function Chart({ label, atSeconds, series, height = 160, min = 0, max, counts = false }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const scheme = useComputedColorScheme('light');
  const names = series.map((one) => `${one.label} ${one.color}`).join('|');
  const latest = useRef({ atSeconds, series });
  latest.current = { atSeconds, series };
  // biome-ignore lint/correctness/useExhaustiveDependencies: new values are set below, without a new plot
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const made = new UPlot(
      optionsFor(element, latest.current.series, { height, min, max, counts }),
      dataOf(latest.current),
      element,
    );
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [names, scheme, height, min, max, counts]);
  useEffect(() => {
    plot.current?.setData(dataOf({ atSeconds, series }));
  }, [atSeconds, series]);
  return (
    <figure style={{ margin: 0 }} aria-label={label}>
      <div ref={frame} aria-hidden style={{ width: '100%', minHeight: height }} />
      <Text component="figcaption" className="visually-hidden">
        {label}
      </Text>
      {series.length > 1 ? <Legend series={series} /> : null}
    </figure>
  );
}

/** Which line is which; the caption tells it to those who do not see the colours. */
function Legend({ series }: Pick<ChartProps, 'series'>) {
  return (
    <Group gap="md" aria-hidden>
      {series.map(({ label, color }) => (
        <Text key={label} size="xs" c="dimmed" className="chart-legend">
          <span style={{ background: `var(--mantine-color-${color}-6)` }} />
          {label}
        </Text>
      ))}
    </Group>
  );
}

type Lines = Pick<ChartProps, 'atSeconds' | 'series'>;

function dataOf({ atSeconds, series }: Lines): UPlot.AlignedData {
  return [[...atSeconds], ...series.map(({ values }) => [...values])];
}

/** So few moments make no line that could be seen. */
const FEW_MOMENTS = 6;

const showsPoints: UPlot.Series.Points.Show = (_plot, _series, from, to) => to - from < FEW_MOMENTS;

const WHOLE_STEPS = [1, 10, 100, 1000, 10_000, 100_000].flatMap((power) => [power, 2 * power, 5 * power]);

interface Scale {
  readonly height: number;
  readonly min: number;
  readonly max: number | undefined;
  readonly counts: boolean;
}

function optionsFor(element: HTMLElement, series: readonly ChartSeries[], scale: Scale): UPlot.Options {
  const style = getComputedStyle(element);
  const ink = style.getPropertyValue('--mantine-color-dimmed');
  const line = style.getPropertyValue('--tandem-line');
  const axis: UPlot.Axis = {
    stroke: ink,
    grid: { stroke: line, width: 1 },
    ticks: { show: false },
    font: '11px sans-serif',
  };
  return {
    width: element.clientWidth,
    height: scale.height,
    legend: { show: false },
    cursor: { y: false },
    scales: {
      x: { range: (_plot, first, last) => timeRange(first, last) },
      y: { range: (_plot, _low, high) => [scale.min, scale.max ?? Math.max(high * 1.15, scale.min + 1)] },
    },
    axes: [
      { ...axis, grid: { show: false }, incrs: [...TIME_STEPS], values: timesOfDay, space: 70, size: 26 },
      { ...axis, size: 40, ...(scale.counts ? { incrs: WHOLE_STEPS } : {}) },
    ],
    series: [
      {},
      ...series.map(({ label, color }) => {
        const stroke = style.getPropertyValue(`--mantine-color-${color}-6`);
        return { label, stroke, width: 2, fill: `${stroke}18`, points: { show: showsPoints } };
      }),
    ],
  };
}
