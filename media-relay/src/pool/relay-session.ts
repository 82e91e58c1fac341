import { MediaRelayError } from '../errors.ts';
import { AS_THEY_ARE, type KeyPlan, otherParty } from '../keys/key-plan.ts';
import { KeyPlayer } from '../keys/key-player.ts';
import { SessionKeys } from '../keys/session-keys.ts';
import type { RelayLog } from '../log.ts';
import { answerFlags, offerFlags } from '../profiles.ts';
import type {
  Description,
  LegMedia,
  MediaSession,
  MediaStats,
  Party,
  PressedKey,
  SpeechPolicies,
} from '../relay.ts';
import { checkSdp } from '../sdp/check-sdp.ts';
import { canTranscode, hasActiveAudio, shareCodec, speechCodecs } from '../sdp/codecs.ts';
import { countActive, fitAnswer, fitOffer, midsOf, rejectUncarried, withoutMids } from '../sdp/fit.ts';
import { restrictSpeech } from '../sdp/restrict.ts';
import { joinSdp, type SdpSections } from '../sdp/sections.ts';
import { withoutTelephoneEvents, withTelephoneEvents } from '../sdp/telephone-events.ts';
import { mediaStatsOf, statisticsReply } from '../stats.ts';
import { checkReply, relayErrorOf } from './read-reply.ts';
import { type CarriedSession, NodeError, type RelayNode } from './relay-node.ts';

export type KeyOutcome = 'reported' | 'played' | 'not_played';

/** What a session needs of its pool. */
export interface SessionSurroundings {
  /** The least loaded node that is available and not among `tried`; null when there is none. */
  pick(tried: ReadonlySet<RelayNode>): RelayNode | null;
  onFailover(): void;
  /** A key was reported by the relay, played by it, or could not be. */
  onKey(outcome: KeyOutcome): void;
  /** Whether relays report the keys that they see. */
  readonly keysReported: boolean;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  onEnded(session: RelaySession): void;
  readonly log: RelayLog;
}

/** An offer that waits for its answer, or had it: answers may be repeated. */
interface OpenOffer {
  readonly description: Description;
  readonly by: Party;
  readonly received: SdpSections;
  /** As the relay wrote it. */
  readonly relayed: SdpSections;
  readonly sent: SdpSections;
  readonly keys: KeyPlan;
}

/** A session on an rtpengine of the pool. Tags are `caller` and `callee`, whoever makes an offer. */
export class RelaySession implements MediaSession, CarriedSession {
  readonly id: string;
  readonly #policies: SpeechPolicies;
  readonly #surroundings: SessionSurroundings;
  readonly #lostListeners: ((reason: string) => void)[] = [];
  readonly #codecs: Record<Party, string | null> = { caller: null, callee: null };
  /** What each party calls its streams, by position. */
  readonly #mids: Record<Party, readonly (string | null)[]> = { caller: [], callee: [] };
  /** Whether browsers are told that streams share a transport; only sound alone can, see `fitOffer`. */
  #bundle: boolean | null = null;
  #node: RelayNode;
  #state: 'new' | 'pinned' | 'lost' | 'ended' = 'new';
  readonly #keys: SessionKeys;
  readonly #keyListeners: ((key: PressedKey) => void)[] = [];
  readonly #player: KeyPlayer;
  #offer: OpenOffer | null = null;
  /** The answer to `#offer`. */
  #answer: Description | null = null;
  #answered = false;
  #lastStats: MediaStats | null = null;
  #lostReason: string | null = null;
  #inFlight: Promise<unknown> = Promise.resolve();
  #ending: Promise<MediaStats | null> | null = null;

  constructor(id: string, node: RelayNode, policies: SpeechPolicies, surroundings: SessionSurroundings) {
    this.id = id;
    this.#policies = policies;
    this.#node = node;
    this.#surroundings = surroundings;
    this.#keys = new SessionKeys(policies, surroundings.keysReported, surroundings.now);
    this.#player = new KeyPlayer({
      session: id,
      prepare: () => this.#prepareForKeys(),
      play: (parameters) => this.#node.command('playDTMF', parameters),
      onRefused: (reason) => surroundings.log.info('a key could not be played', { callId: id, reason }),
    });
    node.assign(this);
  }

  get node(): string {
    return this.#node.url;
  }

  offer(offer: Description): Promise<string> {
    return this.#track(this.#relayOffer(offer));
  }

  answer(answer: Description): Promise<string> {
    return this.#track(this.#relayAnswer(answer));
  }

  async stats(): Promise<MediaStats | null> {
    if (this.#state !== 'pinned') return this.#lastStats;
    try {
      const reply = await this.#node.command('query', { 'call-id': this.id });
      this.#lastStats = mediaStatsOf(statisticsReply.parse(reply), this.#codecs);
      return this.#lastStats;
    } catch (error) {
      this.#surroundings.log.debug('media statistics are not to be had', {
        callId: this.id,
        reason: error instanceof Error ? error.message : String(error),
      });
      return null;
    }
  }

  end(): Promise<MediaStats | null> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  onLost(listener: (reason: string) => void): void {
    this.#lostListeners.push(listener);
    // The loss may have come while the listener was on its way.
    const reason = this.#lostReason;
    if (reason !== null) queueMicrotask(() => listener(reason));
  }

  lose(reason: string): void {
    if (this.#state === 'ended') return;
    this.#state = 'lost';
    this.#lostReason = reason;
    for (const listener of this.#lostListeners) listener(reason);
  }

  onKey(listener: (key: PressedKey) => void): void {
    this.#keyListeners.push(listener);
  }

  /** A relay saw a key in the media. */
  keyReported(key: PressedKey): void {
    if (!this.#keys.tells(key)) return;
    this.#surroundings.onKey('reported');
    for (const listener of this.#keyListeners) listener(key);
  }

  async playKey(key: PressedKey): Promise<boolean> {
    if (!this.#keys.plays(key)) return false;
    const played = await this.#player.play(key);
    this.#surroundings.onKey(played ? 'played' : 'not_played');
    return played;
  }

  /** Sound is only forced through the transcoder from the first key on: most calls never have one. */
  async #prepareForKeys(): Promise<boolean> {
    this.#mustLive();
    const [offer, answer] = [this.#offer, this.#answer];
    if (offer === null || answer === null)
      throw new MediaRelayError('rejected', 'an offer waits for its answer');
    this.#keys.inject();
    if (offer.keys === this.#keys.plan(offer.by)) return false;
    await this.#track(this.#relayAnswer(answer));
    return true;
  }

  async #relayOffer(description: Description): Promise<string> {
    const { sdp, by, from, to } = description;
    this.#mustLive();
    const received = this.#allowed(by, rejectUncarried(checkSdp(sdp), this.#takesVideo(from, to)));
    this.#keys.learn(by, received);
    const codecs = speechCodecs(received);
    const transcode = canTranscode(codecs);
    if (hasActiveAudio(received) && !transcode && to === 'webrtc') {
      throw new MediaRelayError('no-common-codec', 'a browser knows none of the codecs offered');
    }
    const keys = transcode ? this.#keys.plan(by) : AS_THEY_ARE;
    const policy = this.#policies[otherParty(by)];
    const reply = await this.#send('offer', {
      'call-id': this.id,
      'from-tag': by,
      ...(this.#answered ? { 'to-tag': otherParty(by) } : {}),
      sdp: joinSdp(withoutMids(keys.poses === by ? withTelephoneEvents(received) : received)),
      ...offerFlags(to, transcode, { keys, ...(policy ? { codecs: policy.codecs } : {}) }),
    });
    const relayed = checkReply(reply);
    const known = this.#mids[otherParty(by)];
    const mids = midsOf(received).map((mid, index) => known[index] ?? mid);
    const bundle = this.#bundle ?? countActive(received) === 1;
    this.#bundle = bundle;
    const sent = this.#allowed(otherParty(by), fitOffer(relayed, to, mids, bundle));
    if (hasActiveAudio(received) && !hasActiveAudio(sent))
      throw new MediaRelayError(
        'no-common-codec',
        'none of the codecs that the other side may be offered can be made',
      );
    this.#mids[by] = midsOf(received);
    this.#mids[otherParty(by)] = midsOf(sent);
    this.#offer = { description, by, received, relayed, sent, keys };
    this.#answer = null;
    return joinSdp(sent);
  }

  #allowed(party: Party, sections: SdpSections): SdpSections {
    const policy = this.#policies[party];
    return policy ? restrictSpeech(sections, policy) : sections;
  }

  async #relayAnswer(description: Description): Promise<string> {
    const { sdp, by, from, to } = description;
    this.#mustLive();
    let offer = this.#offer;
    if (offer === null || offer.by === by) {
      throw new MediaRelayError('rejected', `an answer of the ${by} without an offer of the other party`);
    }
    const answer = rejectUncarried(checkSdp(sdp), this.#takesVideo(from, to));
    const codecs = speechCodecs(answer);
    if (hasActiveAudio(answer) && !shareCodec(codecs, speechCodecs(offer.sent))) {
      throw new MediaRelayError('no-common-codec', 'the answer has none of the codecs offered');
    }
    offer = await this.#withKeysOf(offer, answer);
    const { keys } = offer;
    const reply = await this.#send('answer', {
      'call-id': this.id,
      'from-tag': offer.by,
      'to-tag': by,
      sdp: joinSdp(withoutMids(keys.poses === by ? withTelephoneEvents(answer, offer.relayed) : answer)),
      ...answerFlags(to, keys),
    });
    const fitted = fitAnswer(checkReply(reply), offer.received, to, this.#bundle === true);
    const sent = keys.poses === offer.by ? withoutTelephoneEvents(fitted) : fitted;
    this.#answered = true;
    this.#answer = description;
    await this.#keepBackKeys();
    this.#codecs[by] = codecs[0]?.name ?? this.#codecs[by];
    this.#codecs[offer.by] = speechCodecs(sent)[0]?.name ?? this.#codecs[offer.by];
    return joinSdp(sent);
  }

  /** The answer may show that its sender treats keys otherwise than was thought: the relay is told the offer again. */
  async #withKeysOf(offer: OpenOffer, answer: SdpSections): Promise<OpenOffer> {
    this.#keys.learn(otherParty(offer.by), answer);
    const unchanged = offer.keys === this.#keys.plan(offer.by);
    if (unchanged || !canTranscode(speechCodecs(offer.received))) return offer;
    await this.#relayOffer(offer.description);
    return this.#offer ?? offer;
  }

  async #keepBackKeys(): Promise<void> {
    for (const { party, parameters } of this.#keys.newlyKeptBack()) {
      await this.#send('blockDTMF', { 'call-id': this.id, 'from-tag': party, ...parameters });
    }
  }

  /** Sends to the session's node; until the first success any node will do. */
  async #send(command: 'offer' | 'answer' | 'blockDTMF', parameters: object): Promise<unknown> {
    const tried = new Set<RelayNode>();
    for (;;) {
      const node = this.#node;
      try {
        const reply = await node.command(command, parameters);
        this.#pin(node);
        return reply;
      } catch (error) {
        if (!(error instanceof NodeError)) throw error;
        if (this.#state !== 'new' || error.kind === 'refused') throw relayErrorOf(error);
        // The node may have made the session and lost only the reply.
        if (error.kind !== 'limit') node.deleteSoon(this.id);
        tried.add(node);
        const next = this.#surroundings.pick(tried);
        if (next === null) throw relayErrorOf(error);
        this.#surroundings.log.warn('media relay node is passed over', {
          callId: this.id,
          node: node.url,
          next: next.url,
          reason: error.message,
        });
        this.#surroundings.onFailover();
        node.drop(this);
        next.assign(this);
        this.#node = next;
      }
    }
  }

  #pin(node: RelayNode): void {
    // When the call ended meanwhile, `end` waits for this and deletes.
    if (this.#state !== 'new') return;
    this.#state = 'pinned';
    node.carry(this);
  }

  async #end(): Promise<MediaStats | null> {
    await this.#inFlight;
    const wasPinned = this.#state === 'pinned';
    this.#node.drop(this);
    this.#state = 'ended';
    if (wasPinned) await this.#delete();
    this.#surroundings.onEnded(this);
    return this.#lastStats;
  }

  async #delete(): Promise<void> {
    try {
      // With a tag the reply has the statistics.
      const tag = this.#offer?.by ?? 'caller';
      const reply = await this.#node.command('delete', { 'call-id': this.id, 'from-tag': tag });
      this.#lastStats = mediaStatsOf(statisticsReply.parse(reply), this.#codecs);
    } catch (error) {
      this.#surroundings.log.warn('media session ended without statistics', {
        callId: this.id,
        node: this.#node.url,
        reason: error instanceof NodeError ? error.message : 'the reply has none',
      });
      this.#node.deleteSoon(this.id);
    }
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#inFlight = Promise.allSettled([this.#inFlight, work]);
    return work;
  }

  /**
   * Pictures go between browsers, in calls that begin with them: a browser lets no stream stay out of a bundle
   * that it has once agreed to.
   */
  #takesVideo(from: LegMedia, to: LegMedia): boolean {
    return from === 'webrtc' && to === 'webrtc' && this.#bundle !== true;
  }

  #mustLive(): void {
    if (this.#state === 'lost' || this.#ending !== null) {
      throw new MediaRelayError('unavailable', this.#lostReason ?? 'the media session has ended');
    }
  }
}
