import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, migrate, openDatabase } from '@tandem/sql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LogFields, silentLog } from '../observability/log.ts';
import { admin, trunksOn } from '../trunks/testing/trunk-system.ts';
import type { Trunks } from '../trunks/trunks.ts';
import { planText } from './plan.ts';
import {
  applyTrunkFiles,
  type ProvisionedTrunks,
  type ProvisioningOptions,
  planTrunks,
  provisionTrunks,
} from './provisioned-trunks.ts';
import { exportTrunks } from './trunk-export.ts';

const CARRIER = `trunks:
  carrier:
    name: Carrier
    secret: a-very-secret-password
    connection: { kind: register-to-carrier, domain: carrier.example, username: "4930123" }
    gateways:
      - host: 192.0.2.10
`;
const PBX = `trunks:
  pbx:
    name: The old PBX
    connection: { kind: by-address }
    gateways: [{ host: 192.0.2.20, transport: tcp }]
`;

describe('trunks described by files', () => {
  let db: Database;
  let trunks: Trunks;
  let folder: string;
  const environment: NodeJS.ProcessEnv = {};

  beforeEach(async () => {
    db = openDatabase('sqlite::memory:');
    await migrate(db);
    trunks = trunksOn(db);
    await trunks.refresh();
    folder = await mkdtemp(join(tmpdir(), 'tandem-trunks-'));
  });
  afterEach(async () => {
    await db.destroy();
    await rm(folder, { recursive: true });
  });

  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const options = () => ({ folder, trunks, environment });
  const apply = () => applyTrunkFiles(options());
  const text = async () => planText(await planTrunks(options()));
  const problemsOf = (work: Promise<unknown>) =>
    work.then(
      () => [],
      (error: { problems: string[] }) => error.problems.map((problem) => problem.replace(`${folder}/`, '')),
    );
  const ids = () => trunks.list().map(({ id }) => id);

  it('the plan says what will change, applying does it, and then there is nothing left to do', async () => {
    await write('a.yaml', CARRIER);
    await write('b.yml', PBX);
    await write('notes.txt', 'not a trunk');
    const plan = await text();
    expect(plan).toContain(`+ create carrier  (${folder}/a.yaml)`);
    expect(plan).toContain('    gateways.0.host: "192.0.2.10"');
    expect(plan).toContain('    secret: "(hidden)"');
    expect(plan).not.toContain('a-very-secret-password');
    expect(ids()).toEqual([]);
    await apply();
    expect(ids()).toEqual(['carrier', 'pbx']);
    expect(trunks.get('carrier')?.managedBy).toBe(`${folder}/a.yaml`);
    expect(await text()).toBe('The trunks are as the files describe them.');
    expect(await apply()).toEqual([]);
  });

  it('two processes that apply the same files at the same time both succeed, and each trunk is made once', async () => {
    await write('a.yaml', CARRIER);
    await write('b.yaml', PBX);
    const other = trunksOn(db);
    await other.refresh();
    const applied = await Promise.all([apply(), applyTrunkFiles({ ...options(), trunks: other })]);
    expect(applied.map((plan) => plan.length).sort()).toEqual([0, 2]);
    expect(trunks.list().map(({ id, version }) => [id, version])).toEqual([
      ['carrier', 1],
      ['pbx', 1],
    ]);
  });

  it('a file that a server applied while the command planned leaves nothing to do', async () => {
    await write('a.yaml', CARRIER);
    const other = trunksOn(db);
    await other.refresh();
    await apply();
    expect(await applyTrunkFiles({ ...options(), trunks: other })).toEqual([]);
    expect(other.list().map(({ id }) => id)).toEqual(['carrier']);
  });

  it('a change is told value by value, a new password without the password, a missing trunk is removed', async () => {
    await write('a.yaml', CARRIER);
    await write('b.yaml', PBX);
    await apply();
    await write('a.yaml', CARRIER.replace('192.0.2.10', '192.0.2.11').replace('a-very-secret', 'another'));
    await rm(join(folder, 'b.yaml'));
    expect(await text()).toBe(
      [
        `~ update carrier  (${folder}/a.yaml)`,
        '    gateways.0.host: "192.0.2.10" → "192.0.2.11"',
        '    secret: "(hidden)"',
        `- remove pbx  (${folder}/b.yaml)`,
      ].join('\n'),
    );
    await apply();
    expect(ids()).toEqual(['carrier']);
    const carrier = trunks.get('carrier');
    expect(carrier && trunks.secretOf(carrier)).toBe('another-password');
  });

  it('trunks of the console stay, and are refused to the console once a file describes them', async () => {
    await write('a.yaml', CARRIER);
    await apply();
    const settings = trunks.get('carrier')?.settings;
    if (!settings) throw new Error('no carrier');
    const gateways = settings.gateways.map((gateway) => ({ ...gateway, host: '192.0.2.99' }));
    const own = {
      kind: 'put',
      id: 'own',
      settings: { ...settings, gateways },
      secret: 'x',
      version: 'new',
      managedBy: null,
    } as const;
    await trunks.apply([own], admin);
    expect(await apply()).toEqual([]);
    expect(ids()).toEqual(['carrier', 'own']);
    const edit = { ...own, id: 'carrier', secret: undefined, version: 1 };
    await expect(trunks.apply([edit], admin)).rejects.toMatchObject({ key: 'file-managed' });
  });

  it.each([
    ['a.yaml', 'trunks:\n  carrier: [', /^a.yaml:2: /],
    [
      'a.yaml',
      CARRIER.replace('host: 192', 'hots: 192'),
      /^a.yaml:7: trunks.carrier.gateways.0.hots is not a setting/m,
    ],
    [
      'a.yaml',
      CARRIER.replace('192.0.2.10', 'sip:x'),
      /^a.yaml:7: trunks.carrier.gateways.0.host: a host name/,
    ],
    [
      'a.yaml',
      `${CARRIER}    media:\n      codecs: [PCMA, MP3]\n`,
      /^a.yaml:9: trunks.carrier.media.codecs.1: /,
    ],
    [
      'a.yaml',
      CARRIER.replace('  carrier:', '  Carrier!:'),
      /^a.yaml:2: trunks.Carrier!: lower-case letters/,
    ],
    [
      'a.yaml',
      CARRIER.replace('    secret: a-very-secret-password\n', ''),
      /^a.yaml:2: trunks.carrier.secret: Type the password/,
    ],
    [
      'a.yaml',
      CARRIER.replace('secret: a-very-secret-password', 'secretEnvironment: NOT_SET'),
      /^a.yaml:4: .*no such variable/,
    ],
    [
      'a.yaml',
      CARRIER.replace('secret: a-very-secret-password', 'secretFile: nowhere'),
      /^a.yaml:4: .*holds no password/,
    ],
    ['a.yaml', CARRIER.replace('secret: a', 'secretFile: x\n    secret: a'), /only one of secret/],
    [
      'a.yaml',
      `${CARRIER.replace('192.0.2.10', '192.0.2.1')}        port: 5060\n`,
      /^a.yaml:7: .*This is our own address/,
    ],
    ['c.yaml', PBX, /^c.yaml:2: trunks.pbx is described by .*b.yaml too/],
    [
      'c.yaml',
      PBX.replace('  pbx:', '  copy:'),
      /^c.yaml:5: trunks.copy.gateways.0.host: Calls from here belong to/m,
    ],
  ])('%s with a mistake changes nothing, and says line and reason', async (name, wrong, reason) => {
    await write('b.yaml', PBX);
    await write(name, wrong);
    const problems = await problemsOf(apply());
    expect(problems.join('\n')).toMatch(reason);
    expect(problems.join('\n')).not.toContain('a-very-secret-password');
    expect(ids()).toEqual([]);
  });

  it('a password may be in a file of its own or in the environment', async () => {
    await mkdir(join(folder, 'secrets'));
    await write('secrets/carrier', 'from-a-file\n');
    await write('a.yaml', CARRIER.replace('secret: a-very-secret-password', 'secretFile: secrets/carrier'));
    const secretOf = () => trunks.list().map((trunk) => trunks.secretOf(trunk));
    await apply();
    expect(secretOf()).toEqual(['from-a-file']);
    await write('a.yaml', CARRIER.replace('secret: a-very-secret-password', 'secretEnvironment: CARRIER'));
    await applyTrunkFiles({ ...options(), environment: { CARRIER: 'from-the-environment' } });
    expect(secretOf()).toEqual(['from-the-environment']);
  });

  it('what is exported describes the same trunks, without their passwords unless asked', async () => {
    await write('a.yaml', CARRIER);
    await write('b.yaml', PBX);
    await apply();
    const plain = exportTrunks(trunks.list(), null);
    expect(plain).not.toContain('a-very-secret-password');
    expect(plain).not.toContain('failover');
    await rm(join(folder, 'b.yaml'));
    await write(
      'a.yaml',
      exportTrunks(trunks.list(), (trunk) => trunks.secretOf(trunk)),
    );
    const changed = (await planTrunks(options())).flatMap(({ difference }) => difference);
    expect(changed.map(({ path }) => path)).toEqual(['managedBy']);
  });

  it('are not taken away by a folder that cannot be read', async () => {
    await write('a.yaml', CARRIER);
    await apply();
    const problems = await problemsOf(applyTrunkFiles({ ...options(), folder: join(folder, 'a.yaml') }));
    expect(problems).toEqual([expect.stringMatching(/^a.yaml: cannot be read: /)]);
    expect(ids()).toEqual(['carrier']);
  });

  describe('a server that watches the files', () => {
    const errors: { readonly message: string; readonly fields: LogFields }[] = [];
    const log = {
      ...silentLog,
      error: (message: string, fields: LogFields = {}) => errors.push({ message, fields }),
    };
    /** Looks that have begun. */
    let looks: number;
    let databaseAway: boolean;
    let provisioned: ProvisionedTrunks;

    beforeEach(async () => {
      errors.length = 0;
      looks = 0;
      databaseAway = false;
      const refresh = async () => {
        looks += 1;
        if (databaseAway) throw new Error('the database is away');
        await trunks.refresh();
      };
      const watched: ProvisioningOptions['trunks'] = {
        list: () => trunks.list(),
        check: (edits) => trunks.check(edits),
        apply: (edits, actor) => trunks.apply(edits, actor),
        secretOf: (trunk) => trunks.secretOf(trunk),
        refresh,
      };
      await write('a.yaml', CARRIER);
      provisioned = await provisionTrunks({ ...options(), trunks: watched, log, rereadMs: 5 });
    });
    afterEach(() => provisioned.close());

    /** Until a look that began after this moment is over. */
    const lookedAgain = async (): Promise<void> => {
      const before = looks;
      await expect.poll(() => looks).toBeGreaterThan(before + 1);
    };

    it('applies them at the start and whenever one changes', async () => {
      expect(ids()).toEqual(['carrier']);
      await write('b.yaml', PBX);
      await expect.poll(ids).toEqual(['carrier', 'pbx']);
      expect(provisioned.inOrder()).toBe(true);
      expect(errors).toEqual([]);
    });

    it('tells once of a bad file, which changes nothing, and applies it once it is good', async () => {
      const changed = vi.fn();
      trunks.onChanged(changed);
      await write('b.yaml', PBX.replace('by-address', 'by-magic'));
      await expect.poll(() => provisioned.inOrder()).toBe(false);
      await lookedAgain();
      const problems = expect.stringContaining('b.yaml:4: trunks.pbx.connection');
      expect(errors.map(({ fields }) => fields)).toEqual([{ folder, problems }]);
      expect(changed).not.toHaveBeenCalled();
      await write('b.yaml', PBX);
      await expect.poll(ids).toEqual(['carrier', 'pbx']);
      await expect.poll(() => provisioned.inOrder()).toBe(true);
    });

    it('does not take a database that is away for a mistake in a file, and goes on when it is back', async () => {
      databaseAway = true;
      await expect
        .poll(() => errors.map(({ message }) => message))
        .toContain('the trunk files could not be applied; trying again');
      expect(provisioned.inOrder()).toBe(true);
      await write('b.yaml', PBX);
      await lookedAgain();
      expect(ids()).toEqual(['carrier']);
      databaseAway = false;
      await expect.poll(ids).toEqual(['carrier', 'pbx']);
    });
  });
});
