import {
  type TrunkTemplate,
  trunk,
  trunkPage,
  trunkState,
  trunkTemplates,
  trunkTestResult,
} from '@tandem/api-types/trunks';
import { type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';
import type { TrunkFormValues } from './trunk-form-values.ts';
import { requestOf } from './trunk-form-values.ts';

const refreshMs = 3_000;
const pageSize = 100;

export const trunkPath = (id: string): string => `trunks/${encodeURIComponent(id)}`;

/** All trunks with their live state, read again every three seconds. */
export function useTrunks() {
  const session = useSession();
  return useQuery({
    queryKey: ['trunks'],
    queryFn: async () => {
      const all = [];
      let cursor = '';
      do {
        const query = new URLSearchParams({ limit: String(pageSize), ...(cursor === '' ? {} : { cursor }) });
        const page = await session.get(`trunks?${query}`, trunkPage);
        all.push(...page.trunks);
        cursor = page.nextCursor ?? '';
      } while (cursor !== '');
      return all;
    },
    refetchInterval: refreshMs,
  });
}

/** One trunk with its live state. */
export function useTrunk(id: string) {
  const session = useSession();
  return useQuery({
    queryKey: ['trunks', id],
    queryFn: async () => {
      const [settings, state] = await Promise.all([
        session.get(trunkPath(id), trunk),
        session.get(`${trunkPath(id)}/state`, trunkState),
      ]);
      return { trunk: settings, state };
    },
    refetchInterval: refreshMs,
  });
}

export function useTrunkTemplates(): UseQueryResult<TrunkTemplate[]> {
  const session = useSession();
  return useQuery({
    queryKey: ['trunk-templates'],
    queryFn: async () => (await session.get('trunk-templates', trunkTemplates)).templates,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Adds a trunk, or replaces the settings of one. */
export function useTrunkWrite() {
  const session = useSession();
  return (values: TrunkFormValues, version: number | undefined) => {
    const { id } = values;
    return version === undefined
      ? session.post('trunks', { ...requestOf(values), id }, trunk)
      : session.put(trunkPath(id), requestOf(values), version, trunk);
  };
}

/** Tries the saved trunk for real. */
export function useTrunkTest(id: string) {
  const session = useSession();
  return useMutation({
    mutationFn: (echoNumber: string | null) =>
      session.post(`${trunkPath(id)}/test`, { echoNumber }, trunkTestResult),
  });
}
