import { describe, expect, it } from 'vitest';
import { environmentKeys } from './environment.ts';
import { ConfigError, checkConfig, loadConfig } from './load.ts';

const problemsOf = (text: string, environment: NodeJS.ProcessEnv = {}): readonly string[] => {
  try {
    checkConfig(text, 'tandem.yaml', environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('the configuration', () => {
  it('needs no file at all', () => {
    const config = checkConfig('', 'tandem.yaml', {});
    expect(config.http.port).toBe(8080);
    expect(config.https.port).toBe(8443);
    expect(config.sip.port).toBe(5060);
    expect(config.database.url).toMatch(/^sqlite:\/.*\/data\/tandem\.db$/);
  });

  it('refuses an unknown key with its file and line', () => {
    expect(problemsOf('http:\n  port: 8080\n  prot: 1\n')).toEqual([
      'tandem.yaml:3: http.prot is not a setting',
    ]);
    expect(problemsOf('# comment\nhtpp:\n  port: 1\n')).toEqual(['tandem.yaml:2: htpp is not a setting']);
  });

  it('refuses a wrong value with its file, line and what was expected', () => {
    const [problem] = problemsOf('http:\n  port: eighty\n');
    expect(problem).toMatch(/^tandem\.yaml:2: http\.port: .*number/);
  });

  it('reports every problem at once', () => {
    expect(problemsOf('a: 1\nhttp: { port: -1 }\n')).toHaveLength(2);
  });

  it('refuses broken YAML with its line', () => {
    expect(problemsOf('http:\n  port: [1\n')[0]).toMatch(/^tandem\.yaml:\d+: /);
  });

  it('takes the environment over the file', () => {
    const config = checkConfig('http:\n  port: 1000\n', 'tandem.yaml', {
      TANDEM_HTTP_PORT: '9090',
      TANDEM_SIP_DOMAINS: 'example.com, example.net',
      TANDEM_ACCOUNTS_DEMO_USERS: 'false',
      TANDEM_DATABASE_URL: 'mysql://u:p@h:3306/d',
    });
    expect(config.http.port).toBe(9090);
    expect(config.sip.domains).toEqual(['example.com', 'example.net']);
    expect(config.accounts.demoUsers).toBe(false);
    expect(config.database.url).toBe('mysql://u:p@h:3306/d');
  });

  it('names the variable that is wrong', () => {
    expect(problemsOf('', { TANDEM_HTTP_PORT: 'x' })[0]).toMatch(/^environment: TANDEM_HTTP_PORT: /);
    expect(problemsOf('', { TANDEM_HTPP_PORT: '1' })).toEqual([
      'environment: TANDEM_HTPP_PORT is not a setting',
    ]);
  });

  it('refuses settings that contradict each other', () => {
    expect(problemsOf('media: { portMin: 40000, portMax: 30000 }')[0]).toMatch(/portMax/);
    expect(problemsOf('media: { soundPortMin: 20000 }')[0]).toMatch(/soundPortMax belong together/);
    expect(problemsOf('media: { soundPortMin: 20000, soundPortMax: 20098 }')[0]).toMatch(/100 maxParties/);
    expect(problemsOf('media: { soundPortMin: 20099, soundPortMax: 20000 }')[0]).toMatch(/100 maxParties/);
    expect(problemsOf('media: { soundPortMin: 29901, soundPortMax: 30000 }')[0]).toMatch(
      /outside of portMin to portMax \(30000 to 39999\)/,
    );
    expect(problemsOf('media: { soundPortMin: 29900, soundPortMax: 29999 }')).toEqual([]);
    expect(problemsOf('https: { certFile: a.pem }')[0]).toMatch(/belong together/);
    expect(problemsOf('sip: { admin: { enabled: true } }')[0]).toMatch(/secret/);
  });

  it('has a variable for each scalar setting', () => {
    const variables = environmentKeys().map((key) => key.variable);
    expect(variables).toEqual(
      expect.arrayContaining([
        'TANDEM_DATA_DIR',
        'TANDEM_SIP_HOST',
        'TANDEM_SIP_ADMIN_PORT',
        'TANDEM_MEDIA_PORT_MIN',
      ]),
    );
    expect(new Set(variables).size).toBe(variables.length);
  });

  it('reads the file that ships with the project', () => {
    const shipped = loadConfig(new URL('../../../config/tandem.yaml', import.meta.url).pathname, {});
    expect(shipped).toEqual(checkConfig('', 'tandem.yaml', {}));
  });
});
