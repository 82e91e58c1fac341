// `npm run schema`: writes config/*.schema.json, by which editors complete and check config/tandem.yaml and the files
// of config/trunks.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { configSchema } from '../proxy/dist/config/schema.js';
import { trunkFile } from '../proxy/dist/provisioning/trunk-files.js';
import { top } from './run.mjs';

const write = (name, schema) =>
  writeFileSync(join(top, 'config', name), `${JSON.stringify(schema, null, 2)}\n`);

const config = z.toJSONSchema(configSchema, { io: 'input' });
// The default node name is the host name of whoever runs this script.
delete config.properties.node.default;
write('tandem.schema.json', config);
write('trunks.schema.json', z.toJSONSchema(trunkFile, { io: 'input' }));
