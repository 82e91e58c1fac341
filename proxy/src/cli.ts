import { parseArgs } from 'node:util';
import { UsageError } from './cli/usage-error.ts';
import { user } from './cli/user.ts';
import { withDatabase } from './cli/with-database.ts';
import { ConfigError, type LoadedConfig, loadConfig } from './config/load.ts';

const USAGE = `tandem: a self-hosted calling system

  tandem up                                   start everything, Ctrl-C stops it
  tandem user add NAME [--password P] [--name "Full Name"] [--admin]
  tandem user list
  tandem user password NAME [--password P]
  tandem user link NAME                       a link that signs NAME in once, within a day
  tandem user remove NAME
  tandem trunks plan                          what the files in config/trunks would change
  tandem trunks apply                         bring the trunks to what the files say, all or nothing
  tandem trunks export [--secrets]            all trunks as such a file, with passwords only if asked
  tandem config check                         tell what is wrong with the configuration
  tandem migrate                              bring the database up to date

  --config FILE    default: TANDEM_CONFIG, else config/tandem.yaml when it is there
A password that is not given is made up and printed.`;

const options = {
  config: { type: 'string' },
  password: { type: 'string' },
  name: { type: 'string' },
  admin: { type: 'boolean', default: false },
  secrets: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** How many words each command takes after its name. */
const WORDS_MAX: Readonly<Record<string, number>> = { up: 0, user: 2, trunks: 1, config: 1, migrate: 0 };

// Loading the whole server takes over a second, which is long for a command that adds a user.
const loadUp = () => import('./cli/up.ts');
const loadTrunks = () => import('./cli/trunks.ts');

/** @returns the exit status: 0 done, 1 failed, 2 wrong usage or configuration */
async function main(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parse(argv);
    const [command, ...rest] = positionals;
    if (values.help || command === undefined) {
      console.log(USAGE);
      return values.help ? 0 : 2;
    }
    const surplus = rest[WORDS_MAX[command] ?? rest.length];
    if (surplus !== undefined)
      throw new UsageError(`"${surplus}" is a word too many for "tandem ${command}".`);
    const config = () => configuration(values.config);
    switch (command) {
      case 'up': {
        const { up } = await loadUp();
        return await up(config());
      }
      case 'user':
        return await withDatabase(config(), (context) => user(context, rest, values));
      case 'trunks': {
        const { trunks } = await loadTrunks();
        return await withDatabase(config(), (context) => trunks(context, rest, values));
      }
      case 'config':
        return checkConfiguration(rest, config);
      case 'migrate':
        return await withDatabase(config(), ({ applied }) => {
          console.log(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.');
        });
      default:
        throw new UsageError(`There is no command "${command}".`);
    }
  } catch (error) {
    return report(error);
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function configuration(file: string | undefined): LoadedConfig {
  const named = file ?? process.env.TANDEM_CONFIG;
  return loadConfig(named ?? 'config/tandem.yaml', process.env, named === undefined);
}

function checkConfiguration([action]: readonly string[], config: () => LoadedConfig): number {
  if (action !== 'check') throw new UsageError('Did you mean "tandem config check"?');
  config();
  console.log('The configuration is valid.');
  return 0;
}

function report(error: unknown): number {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  if (error instanceof ConfigError) {
    console.error(
      `The configuration is not valid:\n${error.problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
    return 2;
  }
  console.error(error instanceof Error ? error.message : String(error));
  if (process.env.TANDEM_LOG_LEVEL === 'debug' && error instanceof Error) console.error(error.stack);
  return 1;
}

process.exitCode = await main(process.argv.slice(2));
