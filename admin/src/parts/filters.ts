/** Whether any of the fields filters: holds something else than it does at first. */
export function filtersSomething<Fields extends object>(fields: Fields, none: Fields): boolean {
  const heldAtFirst: ReadonlyMap<string, unknown> = new Map(Object.entries(none));
  return Object.entries(fields).some(([name, held]) => held !== heldAtFirst.get(name));
}
