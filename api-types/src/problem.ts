/** Refusals of the API as problem documents (RFC 9457), of the media type `application/problem+json`. */
import { z } from 'zod';

/** One thing that is wrong with what was sent. */
export const fieldError = z.object({
  field: z.string().describe('Where: names and list positions joined by dots, such as `gateways.0.host`.'),
  message: z.string().describe('What is wrong there, as a sentence for a person.'),
});

/** RFC 9457 §3.1, and our own members (§3.2) from `code` on. */
export const problem = z.object({
  type: z.string().describe('A path on this server that explains the kind of problem.'),
  title: z.string().describe('The kind of problem as a sentence, always the same for one `code`.'),
  status: z.number().int().describe('The HTTP status.'),
  detail: z.string().describe('What went wrong this time, as a sentence for a person.'),
  instance: z.string().describe('`urn:uuid:` and the id of the request, which the server’s log has too.'),
  code: z.string().describe('A stable key of the kind of problem, such as `bad-input`.'),
  errors: z
    .array(fieldError)
    .optional()
    .describe('The fields that are wrong; absent when it is none of them.'),
  context: z
    .unknown()
    .optional()
    .describe('What a client can act on. For `changed-meanwhile` a `lostUpdate`; else as the route says.'),
});

export type FieldError = z.infer<typeof fieldError>;
export type Problem = z.infer<typeof problem>;
