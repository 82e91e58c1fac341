import { contentOf, ifMatch } from '@tandem/api-client';
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

/** All trunks with their live state, read again every three seconds. */
export function useTrunks() {
  const session = useSession();
  return useQuery({
    queryKey: ['trunks'],
    queryFn: async () => {
      const all = [];
      let cursor = '';
      do {
        const query = { limit: pageSize, ...(cursor === '' ? {} : { cursor }) };
        const page = await contentOf(session.api.GET('/api/v1/trunks', { params: { query } }), trunkPage);
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
      const params = { path: { id } };
      const [settings, state] = await Promise.all([
        contentOf(session.api.GET('/api/v1/trunks/{id}', { params }), trunk),
        contentOf(session.api.GET('/api/v1/trunks/{id}/state', { params }), trunkState),
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
    queryFn: async () =>
      (await contentOf(session.api.GET('/api/v1/trunk-templates'), trunkTemplates)).templates,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Adds a trunk, or replaces the settings of one. */
export function useTrunkWrite() {
  const session = useSession();
  return (values: TrunkFormValues, version: number | undefined) => {
    const { id } = values;
    const body = requestOf(values);
    return version === undefined
      ? contentOf(session.api.POST('/api/v1/trunks', { body: { ...body, id } }), trunk)
      : contentOf(
          session.api.PUT('/api/v1/trunks/{id}', {
            params: { path: { id }, header: ifMatch(version) },
            body,
          }),
          trunk,
        );
  };
}

/** Tries the saved trunk for real. */
export function useTrunkTest(id: string) {
  const session = useSession();
  return useMutation({
    mutationFn: (echoNumber: string | null) =>
      contentOf(
        session.api.POST('/api/v1/trunks/{id}/test', { params: { path: { id } }, body: { echoNumber } }),
        trunkTestResult,
      ),
  });
}
