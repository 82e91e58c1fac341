// `make up`: installs, builds and starts everything on this terminal.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { installDebianPackages } from './debian-packages.mjs';
import { checkNode, installNodePackages } from './node-packages.mjs';
import { fail, top, withSbin } from './run.mjs';

checkNode();
installNodePackages();
build();
if (wantsOwnRelay(await checkedConfig()) && installDebianPackages(['rtpengine']).length > 0) {
  console.log(`
rtpengine could not be installed, so this start is without a media relay:
  works   calls between two browsers or apps, and between two SIP phones, directly
  is off  calls between a browser and a SIP phone, transcoding, call-quality figures in the records
`);
}

const server = spawn(process.execPath, [join(top, 'proxy', 'bin', 'tandem.js'), 'up'], {
  cwd: top,
  stdio: 'inherit',
  env: withSbin(),
});
// A terminal's Ctrl-C reaches the server too; a signal sent to this process alone must be passed on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
process.on('SIGINT', () => {});
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

/** The configuration that the server will read, or the end of this script with what is wrong in it. */
async function checkedConfig() {
  const { loadConfig } = await import('../proxy/dist/config/load.js');
  try {
    return loadConfig(
      process.env.TANDEM_CONFIG ?? join(top, 'config', 'tandem.yaml'),
      process.env,
      !process.env.TANDEM_CONFIG,
    );
  } catch (error) {
    return fail(error.message);
  }
}

/** @param {import('../proxy/src/config/load.ts').LoadedConfig} config */
function wantsOwnRelay({ media }) {
  return media.relays.length === 0 && media.mode !== 'direct';
}
