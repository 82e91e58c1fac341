import { registrationTrace } from '@tandem/api-types/calls';
import type { RegistrationTrace } from '@tandem/sip-engine';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ladderMessage } from '../cdr/call-report.ts';
import type { Changes } from '../changes/changes.ts';
import { ApiError } from '../http/api-error.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf } from '../http/signed-in.ts';

const tags = ['registrations'];
const RECORDING_MS = 15 * 60 * 1000;
const params = z.object({
  username: z.string().min(1).max(64).describe('The user part of the address that is registered.'),
});

/**
 * Why a phone or a trunk does not register: its registrations, recorded for a quarter of an hour when somebody asks.
 * @param trace null when the engine cannot record them
 */
export function registrationTraceRoutes(
  trace: Pick<RegistrationTrace, 'record' | 'of'> | null,
  changes: Pick<Changes, 'note'>,
): FastifyPluginAsyncZod {
  const recordingOf = (username: string) => {
    if (!trace)
      throw new ApiError('not-found', { message: 'An external SIP engine keeps registrations to itself.' });
    const recording = trace.of(username);
    return {
      recordingUntil: recording === null ? null : new Date(recording.untilMs).toISOString(),
      messages: (recording?.messages ?? []).map((message) => ladderMessage(message, 0)),
    };
  };
  return async (api) => {
    api.get(
      '/admin/registration-traces/:username',
      {
        config: { scope: 'calls:read' },
        schema: {
          summary: 'Registrations of a user or trunk that were recorded',
          tags,
          params,
          response: { 200: registrationTrace, ...refusalResponses },
        },
      },
      async (request) => recordingOf(request.params.username),
    );
    api.put(
      '/admin/registration-traces/:username',
      {
        config: { scope: 'calls:read' },
        schema: {
          summary: 'Records the registrations of a user or trunk for the next 15 minutes',
          tags,
          params,
          response: { 200: registrationTrace, ...refusalResponses },
        },
      },
      async (request) => {
        const { username } = request.params;
        trace?.record(username, RECORDING_MS);
        const recording = recordingOf(username);
        const action = 'record-registrations';
        await changes.note({ action, kind: 'user', id: username, label: username, actor: actorOf(request) });
        return recording;
      },
    );
  };
}
