import { createEngine } from '@tandem/sip-engine';
import { createResolver } from '@tandem/sip-engine/resolver';
import { type Database, migrate, openDatabase } from '@tandem/sql';
import Srf from 'drachtio-srf';
import { type Actor, createChanges } from '../../changes/changes.ts';
import { silentLog } from '../../observability/log.ts';
import { createSecretBox } from '../../setup/secret-box.ts';
import { createHopFinder, type Hop } from '../gateways/hops.ts';
import { createLiveTrunks, type LiveTrunks } from '../live/live-trunks.ts';
import { toRequestPort } from '../sending/trunk-request.ts';
import { createTrunks, type Trunks } from '../trunks.ts';

export const admin: Actor = { kind: 'user', name: 'root', sourceAddress: null };

/** Trunks on the real engine, drachtio-srf and a database. */
export interface TrunkSystem {
  readonly db: Database;
  readonly trunks: Trunks;
  readonly live: LiveTrunks;
  close(): Promise<void>;
}

export function trunksOn(db: Database, now: () => number = Date.now): Trunks {
  return createTrunks({
    db,
    box: createSecretBox(Buffer.alloc(32, 1)),
    changes: createChanges({ db, now }),
    isOurselves: (host, port) => host === '192.0.2.1' && port === 5060,
    userExists: async (username) => username === 'alice',
    now,
    log: silentLog,
  });
}

/** @param random for every pause that has a part at random */
export async function startTrunkSystem(random: () => number = () => 0): Promise<TrunkSystem> {
  const engine = await createEngine({
    contacts: [{ protocol: 'udp', host: '127.0.0.1', port: 0 }],
    timers: { t1Ms: 50, t2Ms: 200, t4Ms: 200 },
  });
  const srf = new Srf();
  const joined = new Promise((resolve) => srf.on('connect', resolve));
  const server = { server: engine.applicationServer(), secret: 'x' };
  srf.listen(server);
  await joined;
  const db = openDatabase('sqlite::memory:');
  await migrate(db);
  const trunks = trunksOn(db);
  const live = createLiveTrunks({
    trunks,
    port: toRequestPort(srf),
    hopFinder: createHopFinder(createResolver({ usable: () => true })),
    registeredHops: (): Hop[] => [],
    spentLastDay: () => 5,
    now: Date.now,
    random,
    log: silentLog,
  });
  return {
    db,
    trunks,
    live,
    async close() {
      await live.close();
      await engine.close();
      await db.destroy();
    },
  };
}
