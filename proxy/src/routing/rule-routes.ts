import { randomBytes } from 'node:crypto';
import {
  newRulePlace,
  type RoutingSettings,
  routingRule,
  routingRuleOrder,
  routingRuleSettings,
  routingRules,
  routingSettings,
  versionedRoutingSettings,
} from '@tandem/api-types/routing';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Actor } from '../changes/changes.ts';
import { documentRoutes } from '../changes/document-routes.ts';
import type { VersionedDocuments } from '../changes/versioned-documents.ts';
import { refusalResponses } from '../http/error-answer.ts';
import { actorOf } from '../http/signed-in.ts';
import { editedVersion, ifMatchHeaders, sendVersioned } from '../http/versions.ts';
import { ORDER_ID, type RoutingConfiguration, SETTINGS_ID } from './routing-configuration.ts';

const tags = ['routing'];

/** Ids begin with the time, so that new rules come last. */
const newRuleId = (nowMs: number): string =>
  `${nowMs.toString(36).padStart(9, '0')}-${randomBytes(6).toString('hex')}`;

/** Rules, their order and the settings, for admins. */
export function ruleRoutes(configuration: RoutingConfiguration, now: () => number): FastifyPluginAsyncZod {
  const { rules, order, settings } = configuration;
  const shownRules = async () => ({
    rules: await configuration.orderedRules(),
    orderVersion: (await order.find(ORDER_ID))?.version ?? 0,
  });
  return async (api) => {
    api.get(
      '/routing/rules',
      {
        config: { scope: 'routing:read' },
        schema: {
          summary: 'All rules in the order in which they are asked',
          tags,
          response: { 200: routingRules, ...refusalResponses },
        },
      },
      shownRules,
    );
    await api.register(
      documentRoutes({
        documents: rules,
        path: '/routing/rules',
        noun: 'routing rule',
        settings: routingRuleSettings,
        shown: routingRule,
        show: (rule) => rule,
        idOf: () => newRuleId(now()),
        adding: {
          query: newRulePlace,
          create: (id, rule, actor, query) =>
            configuration.addRule(id, rule, newRulePlace.parse(query).before ?? null, actor),
        },
      }),
    );
    api.put(
      '/routing/rule-order',
      {
        config: { scope: 'routing:write' },
        schema: {
          summary: 'Puts the rules into another order; If-Match is the orderVersion of the list',
          tags,
          headers: ifMatchHeaders,
          body: routingRuleOrder,
          response: { 200: routingRules, ...refusalResponses },
        },
      },
      async (request, reply) => {
        await putSingle(order, ORDER_ID, request.body, editedVersion(request), actorOf(request));
        return reply.send(await shownRules());
      },
    );
    api.get(
      '/routing/settings',
      {
        config: { scope: 'routing:read' },
        schema: {
          summary: 'What holds for all calls',
          tags,
          response: { 200: versionedRoutingSettings, ...refusalResponses },
        },
      },
      async (_request, reply) => sendVersioned(reply, await storedSettings(settings)),
    );
    api.put(
      '/routing/settings',
      {
        config: { scope: 'routing:write' },
        schema: {
          summary: 'Changes what holds for all calls',
          tags,
          headers: ifMatchHeaders,
          body: routingSettings,
          response: { 200: versionedRoutingSettings, ...refusalResponses },
        },
      },
      async (request, reply) => {
        await putSingle(settings, SETTINGS_ID, request.body, editedVersion(request), actorOf(request));
        return sendVersioned(reply, await storedSettings(settings));
      },
    );
  };
}

/** The version is 0 as long as the defaults hold. */
async function storedSettings(settings: VersionedDocuments<RoutingSettings>) {
  const { id: _, ...stored } = (await settings.find(SETTINGS_ID)) ?? {
    ...routingSettings.parse({}),
    id: SETTINGS_ID,
    version: 0,
  };
  return stored;
}

/** Writes the only document of its kind; it is made by the first write, which edits version 0. */
async function putSingle<Settings extends object>(
  documents: VersionedDocuments<Settings>,
  id: string,
  settings: Settings,
  version: number,
  actor: Actor,
): Promise<void> {
  if (version === 0 && (await documents.find(id)) === null) await documents.create(id, settings, actor);
  else await documents.replace(id, settings, version, actor);
}
