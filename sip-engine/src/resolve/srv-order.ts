export interface SrvRecord {
  readonly host: string;
  readonly port: number;
  /** 0 to 65535; the lowest is tried first. */
  readonly priority: number;
  /** 0 to 65535; the share of the load among equal priorities. */
  readonly weight: number;
}

/** The order to try SRV records in: by priority, and within one by a draw that heeds the weights (RFC 2782). */
export function sortSrv(records: readonly SrvRecord[], random: () => number): SrvRecord[] {
  const sorted: SrvRecord[] = [];
  const priorities = [...new Set(records.map((record) => record.priority))].sort((a, b) => a - b);
  for (const priority of priorities) {
    const left = records.filter((record) => record.priority === priority && record.host !== '.');
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
