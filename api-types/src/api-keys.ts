/** Keys with which programs use the API. */
import { z } from 'zod';
import { scope } from './access.ts';

export const apiKeyRequest = z.object({
  name: z
    .string()
    .regex(/^[\w .-]{1,60}$/, 'letters, digits, space, ".", "-" and "_" only, 60 at most')
    .describe('Appears in the history as the author, such as "billing export".'),
  scopes: z.array(scope).min(1).max(scope.options.length),
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(365).describe('Null: never.'),
});

export const apiKey = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(scope),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable().describe('To the minute.'),
});

/** The newest first, at most 200. */
export const apiKeys = z.object({ keys: z.array(apiKey) });

/** The key itself is told once and kept as a hash only. */
export const newApiKey = z.object({
  key: apiKey,
  secret: z.string().describe('For `Authorization: Bearer …`.'),
});

export type ApiKey = z.infer<typeof apiKey>;
export type ApiKeyRequest = z.infer<typeof apiKeyRequest>;
