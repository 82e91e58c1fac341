import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientSchema } from '@tandem/api-client/generate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTandem, type Tandem } from '../app.ts';
import { checkConfig } from '../config/load.ts';
import { silentLog } from '../observability/log.ts';

let folder: string;
let tandem: Tandem;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-description-'));
  const config = checkConfig(
    `dataDir: ${folder}
http: { host: 127.0.0.1, port: 0 }
https: { enabled: false }
sip: { host: 127.0.0.1, port: 0, tls: { port: 0 } }
media: { mode: direct }
provisioning: { trunksFolder: ${folder}/trunks }
`,
    'test.yaml',
    {},
  );
  tandem = await startTandem(config, silentLog);
}, 60_000);
afterEach(async () => {
  await tandem.stop();
  await rm(folder, { recursive: true });
});

it('the client that the apps use was made from the API as it is; else: npm run client', async () => {
  const answer = await fetch(`http://127.0.0.1:${tandem.httpPort}/api/v1/openapi.json`);
  const schema = await clientSchema(await answer.text());
  await expect(schema).toMatchFileSnapshot('../../../api-client/src/schema.ts');
}, 60_000);
