import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, run, top, tryRun } from './run.mjs';

/** Builds what changed: TypeScript keeps its own account, the two web apps are compared by time. */
export function build() {
  run('npx', ['--no-install', 'tsc', '-b', 'proxy']);
  for (const app of ['softphone', 'admin']) {
    const built = join(top, app, 'dist', 'index.html');
    const sources = [join(top, app), join(top, 'api-types', 'src'), join(top, 'package-lock.json')];
    if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources.map(newest))) continue;
    console.log(`Building ${app}…`);
    const build = ['run', 'build', '--silent', '-w', app, '--', '--logLevel', 'warn'];
    if (tryRun('npm', build) === 0) continue;
    // Vite leaves what it made so far, which the next look would take for built.
    rmSync(built, { force: true });
    fail(`The ${app} could not be built: what stands above says why.`);
  }
}

/** Time of the newest file at or below a path, in milliseconds, leaving out what is built or installed. */
function newest(path) {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return readdirSync(path)
    .filter((name) => !['dist', 'node_modules'].includes(name))
    .reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}
