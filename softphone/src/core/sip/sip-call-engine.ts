import type { DeviceCredentials } from '@tandem/api-types';
import {
  type Invitation,
  Inviter,
  type SessionDescriptionHandlerFactory,
  UserAgent,
  type UserAgentOptions,
  Web,
} from 'sip.js';
import { callEnd } from '../call/call-end.ts';
import type { CallEngine, CallView, RegistrationState } from '../call/call-engine.ts';
import { Listeners } from '../listeners.ts';
import { CallInTurn } from './call-in-turn.ts';
import { type CallMedia, webCallMedia } from './call-media.ts';
import { keepAlive } from './keep-alive.ts';
import { Microphone } from './microphone.ts';
import { RegistrationLoop } from './registration-loop.ts';
import { webMediaFactory } from './session-description-handler.ts';
import { peerOf, SipCall } from './sip-call.ts';
import { SipLink } from './sip-link.ts';

const iceGatheringTimeoutMs = 500;
const callsAtOnce = 2;
const normalLingerMs = 3_000;
const explainedLingerMs = 8_000;

/** What the engine needs of the page around it. */
export interface EngineEnvironment {
  /** `ws:` or `wss:` URL of SIP over WebSocket. */
  readonly webSocketUrl: string;
  readonly mediaDevices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  readonly secureContext: boolean;
  readonly online: () => boolean;
  readonly now: () => number;
  readonly random: () => number;
  /** A new UUID, for a call's id in this page. */
  readonly newId: () => string;
  /** Calls `wake` when the network or the page comes back, `sleep` when the network goes; returns the undo. */
  readonly watchPage: (page: { wake: () => void; sleep: () => void }) => () => void;
  /** Told what SIP.js reports as errors. */
  readonly onError: (text: string) => void;
  /** Replace SIP.js's transport and media, for an environment without WebSocket or WebRTC. */
  readonly transportConstructor?: NonNullable<UserAgentOptions['transportConstructor']>;
  readonly sessionDescriptionHandlerFactory?: SessionDescriptionHandlerFactory;
  readonly mediaOf?: (sessionDescriptionHandler: unknown) => CallMedia | null;
}

export interface SipCallEngineOptions {
  readonly sip: DeviceCredentials['sip'];
  /** A UUID, the same for this phone as long as its storage lives (RFC 5626 §4.1). */
  readonly instanceId: string;
  readonly environment: EngineEnvironment;
}

/** The web engine: SIP.js for dialogs and media, our own loop for staying registered. */
export class SipCallEngine implements CallEngine {
  readonly #options: SipCallEngineOptions;
  readonly #userAgent: UserAgent;
  readonly #loop: RegistrationLoop;
  readonly #microphone: Microphone;
  readonly #listeners = new Listeners();
  readonly #calls = new Map<string, SipCall>();
  readonly #turn = new CallInTurn(this.#calls);
  readonly #lingering = new Map<string, ReturnType<typeof setTimeout>>();
  #views: readonly CallView[] = [];
  #stopKeepAlive: () => void = () => undefined;
  #stopWatching: () => void = () => undefined;

  constructor(options: SipCallEngineOptions) {
    const { sip, instanceId, environment } = options;
    const { online, now, random } = environment;
    this.#options = options;
    this.#microphone = new Microphone(environment.mediaDevices);
    this.#userAgent = new UserAgent(this.#userAgentOptions());
    const link = new SipLink({
      userAgent: this.#userAgent,
      instanceId,
      registerExpiresSeconds: sip.registerExpiresSeconds,
    });
    this.#loop = new RegistrationLoop({
      link,
      online,
      now,
      random,
      onRegistered: (again) => {
        // The sound may have moved to another network together with the signalling.
        if (again) for (const call of this.#calls.values()) void call.restartIce();
      },
    });
    this.#loop.subscribe(() => this.#listeners.notify());
    this.#userAgent.delegate = {
      onConnect: () => this.#startKeepAlive(),
      onDisconnect: (error) => {
        this.#stopKeepAlive();
        for (const call of this.#calls.values()) call.connectionLost();
        if (error) this.#loop.lost('The connection was lost.');
      },
      onInvite: (invitation) => this.#invited(invitation),
    };
  }

  registration(): RegistrationState {
    return this.#loop.state;
  }

  calls(): readonly CallView[] {
    return this.#views;
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  start(): void {
    this.#stopWatching();
    this.#stopWatching = this.#options.environment.watchPage({
      wake: () => this.#loop.wake(),
      sleep: () => this.#loop.sleep(),
    });
    this.#loop.start();
  }

  async stop(): Promise<void> {
    this.#stopWatching();
    for (const call of this.#calls.values()) call.hangUp();
    await this.#loop.stop();
    this.#stopKeepAlive();
  }

  retryNow(): void {
    this.#loop.retryNow();
  }

  dial(uri: string, displayName: string | null): string {
    const id = this.#options.environment.newId();
    const target = UserAgent.makeURI(uri);
    if (!target) throw new Error(`Not a SIP URI: ${uri}`);
    this.#turn.begin(id);
    const inviter = new Inviter(this.#userAgent, target, { earlyMedia: false });
    const call = this.#adopt(id, inviter, displayName);
    if (this.#loop.state.kind === 'registered') void call.invite();
    else call.hangUp(callEnd('connection-lost', 'There is no connection to the server at the moment.'));
    return id;
  }

  answer(id: string): void {
    this.#turn.begin(id);
    void this.#calls.get(id)?.answer();
  }

  decline(id: string): void {
    this.#calls.get(id)?.decline();
  }

  hangUp(id: string): void {
    this.#calls.get(id)?.hangUp();
  }

  setMuted(id: string, muted: boolean): void {
    this.#calls.get(id)?.setMuted(muted);
  }

  setHeld(id: string, held: boolean): void {
    this.#turn.setHeld(id, held);
  }

  sendDtmf(id: string, digit: string): void {
    this.#calls.get(id)?.sendDtmf(digit);
  }

  dismiss(id: string): void {
    if (this.#calls.get(id)?.view.phase === 'ended') this.#forget(id);
  }

  async statistics(id: string): Promise<RTCStatsReport | null> {
    return (await this.#calls.get(id)?.media?.statistics()) ?? null;
  }

  remoteStream(id: string): MediaStream | null {
    return this.#calls.get(id)?.media?.remoteStream ?? null;
  }

  async chooseMicrophone(deviceId: string | null): Promise<void> {
    this.#microphone.choose(deviceId);
    for (const call of this.#calls.values()) {
      if (call.view.phase !== 'established' || !call.media) continue;
      const [track] = (await this.#microphone.take()).getAudioTracks();
      if (track) await call.media.replaceMicrophone(track);
    }
  }

  #userAgentOptions(): UserAgentOptions {
    const { sip, instanceId, environment } = this.#options;
    const uri = UserAgent.makeURI(sip.uri);
    if (!uri) throw new Error(`Not a SIP URI: ${sip.uri}`);
    return {
      uri,
      displayName: sip.displayName.replace(/["\\]/g, ''),
      authorizationUsername: sip.authorizationUsername,
      authorizationPassword: sip.password,
      instanceId,
      userAgentString: 'Tandem softphone',
      transportOptions: { server: environment.webSocketUrl, connectionTimeout: 8, traceSip: false },
      // Ringing ends when the server says so, which knows how long; this only guards against one that never does.
      noAnswerTimeout: 300,
      logBuiltinEnabled: false,
      logConfiguration: false,
      logLevel: 'error',
      logConnector: (level, category, _label, content) => {
        // SIP.js gives its connector every level, whatever `logLevel` says, and calls each message that finds no
        // connection an error: the registration state already says that.
        if (level === 'error' && this.#userAgent.isConnected())
          environment.onError(`${category}: ${content}`);
      },
      sessionDescriptionHandlerFactory:
        environment.sessionDescriptionHandlerFactory ??
        webMediaFactory({
          openMicrophone: () => this.#microphone.take(),
          iceServers: iceServersOf(sip),
          iceGatheringTimeoutMs,
        }),
      ...(environment.transportConstructor ? { transportConstructor: environment.transportConstructor } : {}),
    };
  }

  #invited(invitation: Invitation): void {
    const live = [...this.#calls.values()].filter((call) => call.view.phase !== 'ended');
    if (live.length >= callsAtOnce) {
      void invitation.reject({ statusCode: 486 });
      return;
    }
    this.#adopt(this.#options.environment.newId(), invitation, null);
  }

  #adopt(id: string, session: Inviter | Invitation, displayName: string | null): SipCall {
    const { now, random, secureContext, mediaOf = webCallMedia } = this.#options.environment;
    const call = new SipCall({
      id,
      session,
      peer: peerOf(session, displayName),
      microphone: this.#microphone,
      mediaOf,
      signallingUp: () => this.#loop.state.kind === 'registered',
      secureContext,
      now,
      random,
      onChange: () => this.#changed(id),
    });
    this.#calls.set(id, call);
    this.#publish();
    return call;
  }

  #changed(id: string): void {
    const view = this.#calls.get(id)?.view;
    if (!view) return;
    if (view.phase === 'ended' && !this.#lingering.has(id)) {
      const plain =
        view.end?.cause === 'hung-up' ||
        view.end?.cause === 'peer-hung-up' ||
        view.end?.cause === 'cancelled';
      const lingerMs = plain ? normalLingerMs : explainedLingerMs;
      this.#lingering.set(
        id,
        setTimeout(() => this.#forget(id), lingerMs),
      );
      this.#turn.ended(id);
    }
    this.#publish();
  }

  #forget(id: string): void {
    clearTimeout(this.#lingering.get(id));
    this.#lingering.delete(id);
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (call) this.#turn.forgotten(call);
    this.#publish();
  }

  #publish(): void {
    this.#views = [...this.#calls.values()].map((call) => call.view);
    this.#listeners.notify();
  }

  #startKeepAlive(): void {
    this.#stopKeepAlive();
    const { transport } = this.#userAgent;
    const socket = transport instanceof Web.Transport ? transport.ws : undefined;
    if (!socket) return;
    this.#stopKeepAlive = keepAlive({
      socket,
      onSilence: () => this.#loop.lost('The connection went silent.'),
    });
  }
}

/** Without the keys that are undefined, which the browser's own type does not allow. */
function iceServersOf(sip: DeviceCredentials['sip']): RTCIceServer[] {
  return sip.iceServers.map(({ urls, username, credential }) => ({
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }));
}
