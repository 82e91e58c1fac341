import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { TrunkTestStep } from '@tandem/api-types/trunks';
import type { MediaRelay } from '@tandem/media-relay';
import { Branch, type BranchAnswer } from '../../calls/branch.ts';
import type { BranchFailure } from '../../calls/branch-failure.ts';
import type { CallTrunks } from '../../calls/call-trunks.ts';
import type { SrfPort } from '../../calls/srf.ts';
import { refusals } from '../../errors.ts';
import type { Log } from '../../observability/log.ts';
import type { PlaceEchoCall } from '../trunk-test.ts';
import { ToneEndpoint } from './tone-endpoint.ts';

export interface EchoCallOptions {
  readonly srf: SrfPort;
  readonly mediaRelay: MediaRelay;
  readonly trunks: Pick<CallTrunks, 'attempts'>;
  /** Address of this machine that the media relay can reach. */
  readonly host: string;
  readonly log: Log;
}

const ANSWER_WITHIN_MS = 15_000;
const LISTEN_MS = 3_000;
/** Fewer packets than these in three seconds are no sound. */
const PACKETS_LEAST = 50;

/** Calls an echo service by the very way of ordinary calls, plays a tone for three seconds, and tells what came back. */
export function createEchoCall(options: EchoCallOptions): PlaceEchoCall {
  return async (live, hop, number) => {
    const begunAtMs = performance.now();
    const step = (outcome: 'ok' | 'failed', status: number | null, sentence: string): TrunkTestStep => ({
      kind: 'echo-call',
      outcome,
      gateway: hop.gateway,
      status,
      durationMs: Math.round(performance.now() - begunAtMs),
      sentence,
      received: null,
    });
    const attempts = options.trunks.attempts({
      routes: [{ trunkId: live.trunk.id, number, price: null, gateways: [hop] }],
      caller: { number: null, username: null, displayName: null },
      forwardedFrom: null,
      emergency: false,
      maxForwards: 70,
      received: () => undefined,
    });
    const attempt = attempts.find(
      ({ gateway, target }) => gateway === hop.gateway && target.nextHop === hop.nextHop,
    );
    const over = attempt?.begin();
    if (!attempt || over === undefined || typeof over === 'string')
      return step('failed', null, `No call was placed: ${over ?? 'the gateway is gone'}.`);
    const phone = await ToneEndpoint.open(options.host);
    let result: BranchAnswer | BranchFailure | null = null;
    try {
      result = await ring(options, attempt.target, phone.offer);
      if (!('answer' in result)) return step('failed', result.status ?? null, failureSentence(result));
      const { packets, isTone } = await listen(result, phone);
      if (packets < PACKETS_LEAST)
        return step(
          'failed',
          200,
          'The call was answered, but no sound came back. Check the firewall for RTP.',
        );
      if (!isTone)
        return step(
          'failed',
          200,
          'The call was answered and there was sound, but not our own. Is it the number of an echo service?',
        );
      return step('ok', 200, `The call was answered, and the tone came back (${packets} packets in 3 s).`);
    } finally {
      phone.close();
      const answered = result !== null && 'answer' in result;
      over({
        status: answered ? 200 : result && 'key' in result ? (result.status ?? null) : null,
        silent: false,
        answered,
        talkedMs: answered ? LISTEN_MS : 0,
        postDialDelayMs: null,
      });
    }
  };
}

function ring(
  { srf, mediaRelay, log }: EchoCallOptions,
  target: Branch['target'],
  sdp: string,
): Promise<BranchAnswer | BranchFailure> {
  return new Promise((resolve) => {
    const settle = (result: BranchAnswer | BranchFailure): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const timer = setTimeout(() => {
      branch.cancel({});
      resolve({ key: 'no-answer', by: 'system', global: false });
    }, ANSWER_WITHIN_MS);
    const branch = new Branch({
      id: `echo-${randomUUID()}`,
      target,
      srf,
      mediaRelay,
      log,
      events: {
        sent: () => undefined,
        provisional: () => undefined,
        answered: settle,
        failed: settle,
        mediaLost: (detail) => settle({ key: 'media-relay-down', by: 'system', global: false, detail }),
      },
    });
    branch.start({ sdp, media: 'rtp' });
  });
}

async function listen(answer: BranchAnswer, phone: ToneEndpoint): Promise<ToneEndpoint['heard']> {
  const { session, sdp, media } = answer;
  try {
    phone.play(await session.answer({ sdp, by: 'callee', from: media, to: 'rtp' }));
    await pause(LISTEN_MS);
    return phone.heard;
  } finally {
    if (!('sdp' in answer.answer)) answer.answer.destroy({}, () => undefined);
    await session.end();
  }
}

const failureSentence = ({ key, detail }: BranchFailure): string =>
  key === 'no-answer'
    ? 'Nobody answered within 15 seconds.'
    : `The call failed: ${detail ?? refusals[key].sentence}`;
