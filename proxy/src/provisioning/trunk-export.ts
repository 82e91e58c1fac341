import { trunkSettings } from '@tandem/api-types/trunk-settings';
import { stringify } from 'yaml';
import { differenceOf } from '../changes/difference.ts';
import type { StoredTrunk } from '../trunks/trunk.ts';

/**
 * Trunks as a file for `config/trunks`, which describes the same trunks when it is applied. Settings that are at their
 * default are left out.
 * @param secretOf the secret of a trunk, for an export that shall hold them; else null, and the file names none
 */
export function exportTrunks(
  trunks: readonly StoredTrunk[],
  secretOf: ((trunk: StoredTrunk) => string | null) | null,
): string {
  const described = trunks.map((trunk) => {
    const secret = secretOf?.(trunk) ?? null;
    return [trunk.id, { ...withoutDefaults(trunk), ...(secret === null ? {} : { secret }) }] as const;
  });
  return stringify({ trunks: Object.fromEntries(described) }, { lineWidth: 0 });
}

/** Leaves out a setting when leaving it out makes no difference. */
function withoutDefaults({ settings }: StoredTrunk): Record<string, unknown> {
  const kept: Record<string, unknown> = { ...settings };
  for (const name of Object.keys(settings)) {
    const { [name]: _, ...rest } = kept;
    const parsed = trunkSettings.safeParse(rest);
    if (parsed.success && differenceOf(settings, parsed.data).length === 0) delete kept[name];
  }
  return kept;
}
