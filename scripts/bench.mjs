// `npm run bench`: installs what the benchmark needs, builds, and runs it;
// `npm run bench -- overload`, `-- routing`, `-- call-search`, `-- parser` and `-- mixer` run others.
import { build } from './build.mjs';
import { installDebianPackages } from './debian-packages.mjs';
import { checkNode, installNodePackages } from './node-packages.mjs';
import { fail, run } from './run.mjs';

checkNode();
const missing = installDebianPackages(['sipp', 'kamailio', 'rtpengine']);
if (missing.length > 0) fail(`The benchmark needs ${missing.join(', ')}, which could not be installed.`);
installNodePackages();
build();
run('npx', ['--no-install', 'tsc', '-b', 'bench']);
const parts = process.argv.slice(2);
run(
  process.execPath,
  ['overload', 'routing', 'call-search', 'parser', 'mixer'].includes(parts[0] ?? '')
    ? [`bench/dist/${parts[0]}.js`]
    : ['bench/dist/main.js', ...parts],
);
