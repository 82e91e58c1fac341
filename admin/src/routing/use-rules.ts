import { contentOf } from '@tandem/api-client';
import { routingRules } from '@tandem/api-types/routing';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../api/use-session.ts';

/** All rules in the order in which they are asked. */
export function useRules() {
  const session = useSession();
  return useQuery({
    queryKey: ['routing-rules'],
    queryFn: () => contentOf(session.api.GET('/api/v1/routing/rules'), routingRules),
  });
}
