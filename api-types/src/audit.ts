/** The audit log: who did what, when and from where. */
import { z } from 'zod';
import { author } from './access.ts';
import { pageQuery } from './api.ts';

export const auditEntry = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  author,
  sourceAddress: z.string().nullable(),
  action: z.string().describe('`create`, `update`, `delete` of configuration; else such as `sign-in`.'),
  kind: z.string(),
  resourceId: z.string(),
  label: z.string(),
  change: z.boolean().describe('Whether it is a change of configuration, which has a difference.'),
});

export const auditQuery = pageQuery.extend({
  kind: z.string().max(40).optional(),
  resourceId: z.string().max(190).optional(),
  author: z.string().max(190).optional(),
  action: z.string().max(32).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});

export const auditFilters = auditQuery.omit({ cursor: true, limit: true });

/** Newest first. */
export const auditPage = z.object({ entries: z.array(auditEntry), nextCursor: z.string().nullable() });

export type AuditFilters = z.infer<typeof auditFilters>;
export type AuditEntry = z.infer<typeof auditEntry>;
