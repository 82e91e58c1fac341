import type { TrunkSettings } from '@tandem/api-types/trunk-settings';
import type { KeyForm, LegMedia, SpeechPolicy } from '@tandem/media-relay';
import type { ArrivingTrunk, CallTrunks, LeavingCall, TrunkAttempt } from '../../calls/call-trunks.ts';
import type { SessionTimer } from '../../calls/session-timer.ts';
import type { IncomingRequest } from '../../calls/srf.ts';
import type { TrunkRoute } from '../../routing/decision.ts';
import { orderRoutes } from '../gateways/gateway-order.ts';
import type { LiveTrunk, RankedHop } from '../live/live-trunk.ts';
import type { LiveTrunks } from '../live/live-trunks.ts';
import { isInSchedule } from '../schedule.ts';
import { authorize, isChallenge, NOT_ACCEPTED } from '../sending/authorization.ts';
import { dialledUri, incomingCaller, trunkInviteHeaders, wantsPrivacy } from './trunk-headers.ts';
import type { TrunkMetrics } from './trunk-metrics.ts';

export interface CallTrunksOptions {
  readonly live: LiveTrunks;
  readonly metrics: TrunkMetrics;
  /** Our SIP domain. */
  readonly ownDomain: string;
  /** Verified names in the certificate of whoever sent the request; empty without one. */
  readonly certificateNames: (req: IncomingRequest) => readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Trunks as calls see them. */
export function createCallTrunks(options: CallTrunksOptions): CallTrunks {
  const { live, certificateNames } = options;
  return {
    arriving(req, identity) {
      const trunk =
        identity === null
          ? live.identify({
              protocol: req.protocol,
              address: req.source_address,
              requestUri: req.uri,
              certificateNames: certificateNames(req),
            })
          : identity.trunkId === undefined
            ? null
            : (live.get(identity.trunkId) ?? null);
      return trunk ? arrivingTrunk(trunk, req, options) : null;
    },
    attempts: (call) =>
      orderRoutes(call.routes.map((route) => addressesOf(route, options.live))).map((address) =>
        attemptAt(address, call, options),
      ),
  };
}

function arrivingTrunk(
  live: LiveTrunk,
  req: IncomingRequest,
  { metrics, now, ownDomain }: CallTrunksOptions,
): ArrivingTrunk {
  const { id, settings } = live.trunk;
  return {
    id,
    caller: incomingCaller(settings, (name) => req.get(name)),
    requestUri: dialledUri(settings, req.uri, (name) => req.get(name), ownDomain),
    timer: timerOf(settings.sessionTimers),
    policy: speechPolicy(live),
    refusal(media: LegMedia) {
      if (!isInSchedule(settings.schedule, now())) return { key: 'trunk-closed' };
      if (settings.media.encryption === 'required' && media === 'rtp') return { key: 'encryption-required' };
      const full = live.limits.full(settings.limits, now());
      return full === null ? null : { key: 'trunk-full', detail: full };
    },
    begin() {
      metrics.arrived(id);
      return live.limits.begin(settings.limits, now());
    },
  };
}

const KEY_FORMS: Readonly<Record<TrunkSettings['media']['dtmf'], KeyForm>> = {
  rfc4733: 'events',
  info: 'info',
  'in-band': 'tones',
};

const speechPolicy = ({ trunk: { settings } }: LiveTrunk): SpeechPolicy => ({
  codecs: settings.media.codecs,
  keys: KEY_FORMS[settings.media.dtmf],
});

/** Where the trunk only accepts session timers, ours of every call is short enough (RFC 4028 §4). */
function timerOf({ mode, expiresSeconds }: TrunkSettings['sessionTimers']): SessionTimer | undefined {
  if (mode === 'accept') return undefined;
  if (mode === 'off') return { expiresMs: null, headers: {} };
  return {
    expiresMs: expiresSeconds * 1000,
    headers: { Supported: 'timer', 'Session-Expires': `${expiresSeconds};refresher=uac` },
  };
}

/** An address of a trunk, and the number that a call asks it for. */
interface RouteAddress extends RankedHop {
  readonly live: LiveTrunk;
  readonly number: string;
}

function addressesOf({ trunkId, number, gateways }: TrunkRoute, trunks: LiveTrunks) {
  const live = trunks.get(trunkId);
  const addresses = live ? live.ranked().map((hop): RouteAddress => ({ ...hop, live, number })) : [];
  return { gateways: gateways.map(({ gateway }) => gateway), addresses };
}

function attemptAt(
  address: RouteAddress,
  call: LeavingCall,
  { metrics, now, ownDomain }: CallTrunksOptions,
): TrunkAttempt {
  const { live, number, ...hop } = address;
  const { id, settings } = live.trunk;
  const requestUri = `sip:${encodeURIComponent(number).replace(/%2B/g, '+')}@${hop.requestHost}`;
  const { failover, media } = settings;
  let notAnswered: string = NOT_ACCEPTED;
  return {
    trunkId: id,
    gateway: hop.gateway,
    answerTimeoutMs: failover.answerTimeoutSeconds * 1000,
    postDialLimitMs: failover.postDialLimitSeconds * 1000,
    failoverStatuses: failover.statuses,
    ringsOnly: media.earlyMedia === 'ring',
    target: {
      requestUri,
      nextHop: hop.nextHop,
      external: true,
      trunkId: id,
      media: media.encryption === 'off' ? 'rtp' : 'sdes',
      otherMedia: media.encryption === 'optional' ? 'rtp' : null,
      policies: { callee: speechPolicy(live) },
      timer: timerOf(settings.sessionTimers),
      headers: trunkInviteHeaders({
        settings,
        caller: callerOf(call, settings.callerId.fixedNumber),
        number,
        requestHost: hop.requestHost,
        forwardedFrom: call.forwardedFrom,
        ownDomain,
        maxForwards: call.maxForwards,
      }),
      authorize(challenge) {
        const answer = authorize(challenge, live.account, hop.addresses, {
          method: 'INVITE',
          uri: requestUri,
        });
        if (answer.kind === 'header') return answer;
        notAnswered = answer.sentence;
        return { sentence: notAnswered };
      },
    },
    begin() {
      const full = call.emergency ? null : live.limits.full(settings.limits, now());
      if (full !== null) return full;
      const over = live.limits.begin(settings.limits, now());
      return (outcome) => {
        over();
        const { answered, talkedMs, postDialDelayMs, status, silent } = outcome;
        live.figures.add({ answered, talkedMs, postDialDelayMs }, now());
        metrics.left(id, outcome);
        if (status !== null)
          live.challengedCall(isChallenge({ status }) ? `${hop.gateway}: ${notAnswered}` : null);
        if (status !== null || silent) live.observe(hop, { status, roundTripMs: null, atMs: now() });
      };
    },
  };
}

/** A caller whose number is withheld is shown by the trunk's own number, and as private. */
function callerOf(call: LeavingCall, fixedNumber: string | null) {
  const { number, displayName } = call.caller;
  return {
    number: number ?? fixedNumber ?? 'anonymous',
    displayName: number === null ? null : displayName,
    wantsPrivacy: number === null || wantsPrivacy(call.received),
  };
}
