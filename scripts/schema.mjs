// `npm run schema`: writes config/tandem.schema.json, by which editors complete and check config/tandem.yaml.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { configSchema } from '../proxy/dist/config/schema.js';
import { top } from './run.mjs';

const schema = z.toJSONSchema(configSchema, { io: 'input' });
// The default node name is the host name of whoever runs this script.
delete schema.properties.node.default;
writeFileSync(join(top, 'config', 'tandem.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
