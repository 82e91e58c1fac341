import { Counter } from 'prom-client';
import { expect, it } from 'vitest';
import { createMetricsRegistry, type MetricFamily, metricsText } from './metrics.ts';

it('tells the figures of the process, of features and of the engine, labels as they are now', async () => {
  const registry = createMetricsRegistry();
  new Counter({ name: 'tandem_calls_total', help: 'Calls.', registers: [registry] }).inc(3);
  let values: MetricFamily['values'] = [];
  const source = (): MetricFamily[] => [{ name: 'sip_flows', help: 'Open flows.', type: 'gauge', values }];
  expect(await metricsText(registry, [source])).toContain('tandem_calls_total 3');
  values = [{ labels: { protocol: 'ws' }, value: 2 }];
  const text = await metricsText(registry, [source]);
  expect(text).toContain('sip_flows{protocol="ws"} 2');
  expect(text).toContain('process_cpu_seconds_total');
});
