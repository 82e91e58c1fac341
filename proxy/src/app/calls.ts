import type { Registry } from 'prom-client';
import { createCallMetrics } from '../calls/call-metrics.ts';
import { attachCalls, type Calls } from '../calls/calls.ts';
import { challengeFirst } from '../calls/challenge-first.ts';
import { createStrangers } from '../calls/strangers.ts';
import { type Conferences, openConferences } from '../conferences/open-conferences.ts';
import { createPartySound } from '../conferences/party-sound.ts';
import { type QualitySampler, sampleQuality } from '../live-calls/quality-sampler.ts';
import { attachMessageWaiting, type MessageWaiting } from '../message-waiting/message-waiting.ts';
import { createTimeline, type SystemTimeline, scoresOf } from '../observability/timeline.ts';
import type { ConnectedEngine } from '../sip/connect-engine.ts';
import { attachOtherRequests } from '../sip/other-requests.ts';
import type { Base } from './base.ts';
import type { Media } from './media.ts';
import type { People } from './people.ts';
import type { Ways } from './ways.ts';

const TIMELINE_STEP_MS = 1_000;
const EXPIRY_STEP_MS = 5_000;

interface Parts {
  readonly people: People;
  readonly media: Media;
  readonly engine: ConnectedEngine;
  readonly ways: Ways;
  readonly registry: Registry;
}

/** Calls and what goes with them. */
export interface OpenCalls {
  readonly calls: Calls;
  readonly conferences: Conferences;
  readonly timeline: SystemTimeline;
  readonly sampler: QualitySampler;
  readonly messageWaiting: MessageWaiting;
}

/** Takes the engine's calls from here on. */
export function openCalls(base: Base, parts: Parts): OpenCalls {
  const { config, log, closers, now, db, changes } = base;
  const { people, media, engine, ways } = parts;
  const timeline = createTimeline({
    registeredBindings: () => people.location.count(),
    activeCalls: () => calls.count(),
    liveScores: () => calls.active().flatMap(({ quality }) => scoresOf(quality.at(-1))),
    now,
  });
  const conferences = openConferences({
    db,
    config,
    changes,
    routing: ways.routing,
    sound: createPartySound(media.sound),
    now,
    log,
  });
  const calls = takeCalls(base, parts, conferences, timeline);
  const timer = setInterval(() => timeline.tick(), TIMELINE_STEP_MS);
  closers.add('timeline', () => clearInterval(timer));
  attachOtherRequests(engine.direct, engine.unrouted);
  const messageWaiting = tellOfMessages(base, parts);
  closers.add('calls', () => calls.shutdown());
  const sampler = sampleQuality({ calls });
  closers.add('media quality', async () => sampler.close());
  engine.onFlowClosed((flow) => {
    people.location.flowClosed(flow);
    calls.flowClosed(flow);
  });
  return { calls, conferences, timeline, sampler, messageWaiting };
}

function takeCalls(
  { config, log, now, domains }: Base,
  { people, media, engine, ways, registry }: Parts,
  conferences: Conferences,
  timeline: SystemTimeline,
): Calls {
  const { authenticate, location, names } = people;
  const { live, fraud, routing, callTrunks, numberOf } = ways;
  const { journal, voicemail } = media;
  const strangers = createStrangers({
    domains,
    routing: () => routing.snapshot(),
    limits: { perMinute: config.calls.strangers.perMinute, maxCalls: config.calls.strangers.maxConcurrent },
    now,
  });
  engine.lookAt(
    'INVITE',
    challengeFirst(authenticate, (request) => {
      const { protocol, source_address: address, uri: requestUri, verifiedNames } = request;
      const trunk = live.identify({ protocol, address, requestUri, certificateNames: [...verifiedNames] });
      return Boolean(trunk) || strangers.callerOf(request) !== null;
    }),
  );
  const calls: Calls = attachCalls(engine.calls, {
    authenticate,
    location,
    directory: names,
    mediaRelay: media.relay,
    records: {
      note: (record, progress) => journal.note(record, progress),
      append(record) {
        timeline.callEnded(record);
        return journal.append(record);
      },
    },
    domains,
    routing: () => routing.snapshot(),
    trunks: callTrunks,
    strangers,
    fraud: fraud.protection,
    answerers: {
      conference: (name) => conferences.answererOf(name),
      voicemail: (username) => voicemail.answerer(username),
    },
    numberOf,
    limits: {
      maxCalls: config.calls.maxConcurrent,
      ringTimeoutMs: config.calls.ringTimeoutSeconds * 1000,
      voicemailAfterMs: config.voicemail.afterSeconds * 1000,
      sessionExpiresSeconds: config.calls.sessionExpiresSeconds,
    },
    node: config.node,
    now,
    log,
    metrics: createCallMetrics(registry, () => calls.count()),
  });
  return calls;
}

/** Phones that subscribed hear what waits in their mailbox. */
function tellOfMessages(
  { config, log, closers, now, domains }: Base,
  { people, media: { voicemail }, engine }: Parts,
): MessageWaiting {
  const messageWaiting = attachMessageWaiting(engine.subscriptions, engine.unrouted, {
    authenticate: people.authenticate,
    domains,
    mailboxOf: (username) => voicemail.mailboxOf(username),
    limits: { perUser: config.voicemail.phonesPerUser, total: config.voicemail.maxPhones },
    now,
    log,
  });
  voicemail.onChanged((username) => messageWaiting.mailboxChanged(username));
  // One who is removed, or has voicemail no more, has no mailbox either.
  people.onUserChanged((username) => messageWaiting.mailboxChanged(username));
  const expiry = setInterval(() => messageWaiting.expire(), EXPIRY_STEP_MS);
  closers.add('message waiting', () => clearInterval(expiry));
  return messageWaiting;
}
