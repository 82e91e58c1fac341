/** The list with one element taken out and put at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  const [element] = list.slice(from, from + 1);
  return element === undefined ? rest : [...rest.slice(0, to), element, ...rest.slice(to)];
}
