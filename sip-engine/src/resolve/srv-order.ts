export interface SrvRecord {
  readonly host: string;
  readonly port: number;
  /** 0 to 65535; the lowest is tried first. */
  readonly priority: number;
  /** 0 to 65535; the share of the load among equal priorities. */
  readonly weight: number;
}

/**
 * The order to try SRV records in, and whatever else has priorities and weights: the lowest priority first, and within
 * one by a draw that heeds the weights (RFC 2782). What has no weight comes after what has some.
 * @param random 0 to 1, 1 excluded
 */
export function sortSrv<R extends Pick<SrvRecord, 'priority' | 'weight'>>(
  records: readonly R[],
  random: () => number,
): R[] {
  const sorted: R[] = [];
  const priorities = [...new Set(records.map((record) => record.priority))].sort((a, b) => a - b);
  for (const priority of priorities) {
    const left = records.filter((record) => record.priority === priority);
    while (left.length > 0) {
      const total = left.reduce((sum, record) => sum + record.weight, 0);
      let draw = random() * total;
      const chosen = left.findIndex((record) => {
        draw -= record.weight;
        return draw < 0;
      });
      sorted.push(...left.splice(Math.max(0, chosen), 1));
    }
  }
  return sorted;
}
