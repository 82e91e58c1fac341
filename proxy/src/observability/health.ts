import type { Health } from '@tandem/api-types';

/** Says of one component whether it works and, for a person, how. */
type Probe = () => Promise<{ up: boolean; detail: string }> | { up: boolean; detail: string };

export interface HealthOptions {
  readonly node: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly probes: { readonly database: Probe; readonly sip: Probe; readonly mediaRelay: Probe };
  /** A probe that takes longer is down. Default 2 s. */
  readonly timeoutMs?: number;
}

/**
 * Asks every component. `down` when SIP does not work, `degraded` when something else does not: running calls go on
 * without the database, and calls between like phones without the relay.
 */
export function createHealth(options: HealthOptions): () => Promise<Health> {
  const { node, version, now, probes, timeoutMs = 2_000 } = options;
  const startedAtMs = now();
  return async () => {
    const [database, sip, mediaRelay] = await Promise.all([
      asked(probes.database, timeoutMs),
      asked(probes.sip, timeoutMs),
      asked(probes.mediaRelay, timeoutMs),
    ]);
    const status = !sip.up ? 'down' : database.up && mediaRelay.up ? 'up' : 'degraded';
    const uptimeSeconds = Math.floor((now() - startedAtMs) / 1000);
    return { status, version, node, uptimeSeconds, components: { database, sip, mediaRelay } };
  };
}

async function asked(probe: Probe, timeoutMs: number): Promise<{ up: boolean; detail: string }> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<{ up: boolean; detail: string }>((resolve) => {
    limit = setTimeout(resolve, timeoutMs, { up: false, detail: `no answer within ${timeoutMs} ms` });
  });
  try {
    return await Promise.race([Promise.resolve().then(probe), late]);
  } catch {
    // The error may name hosts and users: health is told to anyone who asks.
    return { up: false, detail: 'does not answer' };
  } finally {
    clearTimeout(limit);
  }
}
