import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** One metric with all its present values, as the engine and the media relay tell them. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

/** A family with one value and no labels. */
export const gauge = (name: string, help: string, value: number): MetricFamily => ({
  name,
  help,
  type: 'gauge',
  values: [{ labels: {}, value }],
});

/** The same of something that only grows. */
export const counter = (name: string, help: string, value: number): MetricFamily => ({
  ...gauge(name, help, value),
  type: 'counter',
});

/**
 * How often it is looked how late the event loop is; what is told of it includes this time. Each look wakes the process:
 * at the usual 10 ms they were most of what an idle one costs.
 */
const LAG_STEP_MS = 100;

/** A registry that already holds the process's own figures; features add their counters and histograms. */
export function createMetricsRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_STEP_MS });
  return registry;
}

/**
 * The text of `/metrics`: everything in the registry and what `sources` tell at this moment.
 * The sources' families get a registry of their own at each scrape, because their labels come and go.
 */
export async function metricsText(
  registry: Registry,
  sources: readonly (() => readonly MetricFamily[])[],
): Promise<string> {
  const momentary = new Registry();
  for (const family of sources.flatMap((source) => source())) add(momentary, family);
  return `${await registry.metrics()}\n${await momentary.metrics()}`;
}

function add(registry: Registry, { name, help, type, values }: MetricFamily): void {
  const labelNames = [...new Set(values.flatMap(({ labels }) => Object.keys(labels)))];
  const metric = new (type === 'counter' ? Counter : Gauge)({
    name,
    help,
    labelNames,
    registers: [registry],
  });
  for (const { labels, value } of values) metric.inc(labels, value);
}
