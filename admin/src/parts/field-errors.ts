import type { Catalogue } from '../text/catalogue.ts';

/** The part of a zod issue from which a sentence is made. */
export interface FieldIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly origin?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly format?: string;
  readonly input?: unknown;
}

interface IssueSchema {
  safeParse(
    value: unknown,
  ): { success: true } | { success: false; error: { readonly issues: readonly FieldIssue[] } };
}

/**
 * Checks a form's values with the schema that the server uses.
 * @returns one sentence for each wrong field, by its path: `gateways.0.host`
 */
export function fieldErrors(
  schema: IssueSchema,
  values: unknown,
  text: Catalogue['fields'],
): Record<string, string> {
  const read = schema.safeParse(values);
  const errors: Record<string, string> = {};
  if (read.success) return errors;
  for (const issue of read.error.issues) {
    const path = issue.path.map(String).join('.');
    errors[path] ??= sentence(issue, valueAt(values, issue.path), text);
  }
  return errors;
}

function sentence(issue: FieldIssue, value: unknown, text: Catalogue['fields']): string {
  if (value === '' || value === null || value === undefined) return text.required;
  const { code, origin, minimum, maximum } = issue;
  if (code === 'too_small') {
    const least = String(minimum);
    if (origin === 'string') return text.lengthAtLeast(least);
    return origin === 'array' ? text.countAtLeast(least) : text.atLeast(least);
  }
  if (code === 'too_big') {
    const most = String(maximum);
    if (origin === 'string') return text.lengthAtMost(most);
    return origin === 'array' ? text.countAtMost(most) : text.atMost(most);
  }
  if (code === 'invalid_format') return text.format(issue.message);
  if (code === 'invalid_value' || code === 'invalid_union') return text.choice;
  if (code === 'custom') return issue.message;
  return code === 'invalid_type' && typeof value === 'string' ? text.number : text.other;
}

function valueAt(values: unknown, path: readonly PropertyKey[]): unknown {
  let value = values;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
