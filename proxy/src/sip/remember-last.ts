/**
 * `compute`, which is not asked again while it would be asked the same: nearly all phones of a server name one domain.
 * @param compute has no effects and does not throw
 */
export function rememberLast<Value>(
  compute: (one: string, other: string) => Value,
): (one: string, other?: string) => Value {
  let last: { readonly one: string; readonly other: string; readonly value: Value } | null = null;
  return (one, other = '') => {
    if (last === null || last.one !== one || last.other !== other) {
      last = { one, other, value: compute(one, other) };
    }
    return last.value;
  };
}
