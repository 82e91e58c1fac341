import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const top = new URL('../../../', import.meta.url).pathname;

/** All of our sources as one text. */
const sources = ['proxy/src', 'media-relay/src', 'sip-engine/src']
  .flatMap((folder) =>
    readdirSync(join(top, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(top, folder, name), 'utf8')),
  )
  .join('\n');

it.each(['docker/prometheus/alerts.yaml', 'docker/grafana/dashboards/tandem.json'])(
  'every figure in %s is one that the system tells',
  (file) => {
    const names = readFileSync(join(top, file), 'utf8').match(/\btandem_\w+/g) ?? [];
    expect(names.length).toBeGreaterThan(10);
    const unknown = [...new Set(names)]
      .map((name) => name.replace(/_bucket$/, ''))
      // The media relay puts its prefix in front by itself.
      .filter((name) => !sources.includes(`'${name}'`))
      .filter((name) => !sources.includes(`'${name.replace(/^tandem_media_relay_/, '')}'`));
    expect(unknown).toEqual([]);
  },
);
