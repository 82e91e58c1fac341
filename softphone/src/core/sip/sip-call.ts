import { type Bye, type Invitation, Inviter, type Session, SessionState } from 'sip.js';
import { callEnd, callEndOfCancel, callEndOfMediaError, callEndOfStatus } from '../call/call-end.ts';
import type { CallEnd, CallPeer, CallView } from '../call/call-engine.ts';
import { type CallMedia, offerHoldsUs } from './call-media.ts';
import type { Microphone } from './microphone.ts';
import { Renegotiation, RenegotiationError } from './renegotiation.ts';

const disconnectedGraceMs = 3_000;
const mediaLossLimitMs = 30_000;

export interface SipCallOptions {
  readonly id: string;
  readonly session: Inviter | Invitation;
  readonly peer: CallPeer;
  readonly microphone: Microphone;
  readonly mediaOf: (sessionDescriptionHandler: unknown) => CallMedia | null;
  /** True while requests can be sent: without a registrar there is no one to renegotiate with. */
  readonly signallingUp: () => boolean;
  readonly secureContext: boolean;
  readonly now: () => number;
  readonly random: () => number;
  readonly onChange: () => void;
}

/** One call over SIP.js: keeps the `CallView` true, and finds the sound again when its path breaks. */
export class SipCall {
  readonly #options: SipCallOptions;
  readonly #renegotiation: Renegotiation;
  #view: CallView;
  #media: CallMedia | null = null;
  #graceTimer: ReturnType<typeof setTimeout> | null = null;
  #lossTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: SipCallOptions) {
    this.#options = options;
    const { session, id, peer, random } = options;
    const outgoing = session instanceof Inviter;
    this.#view = {
      id,
      direction: outgoing ? 'outgoing' : 'incoming',
      peer,
      phase: outgoing ? 'calling' : 'incoming',
      muted: false,
      held: false,
      heldByPeer: false,
      recovering: false,
      answeredAtMs: null,
      endedAtMs: null,
      end: null,
      notice: null,
    };
    this.#renegotiation = new Renegotiation({ session, random });
    session.delegate = {
      onBye: (bye) => this.#byeCame(bye),
      onCancel: (cancel) => this.#end(callEndOfCancel(cancel.request.getHeader('reason'))),
      onInvite: (request, _response, status) => {
        if (status === 200 && request.body) this.#update({ heldByPeer: offerHoldsUs(request.body) });
      },
      onSessionDescriptionHandler: () => this.#adoptMedia(),
    };
    session.stateChange.addListener((state) => this.#sessionBecame(state));
  }

  get view(): CallView {
    return this.#view;
  }

  get media(): CallMedia | null {
    return this.#media;
  }

  /** Sends the INVITE of an outgoing call, as soon as the microphone is open. */
  async invite(): Promise<void> {
    const { session, microphone, secureContext } = this.#options;
    if (!(session instanceof Inviter)) return;
    try {
      // SIP.js ends the session before it says that the microphone was refused, and the reason would come too late.
      await microphone.prepare();
      if (this.#view.phase === 'ended') return microphone.release();
      await session.invite({
        requestDelegate: {
          onProgress: ({ message }) => {
            if (message.statusCode !== 100 && this.#view.phase === 'calling')
              this.#update({ phase: 'ringing' });
          },
          onReject: ({ message }) =>
            this.#end(
              callEndOfStatus(message.statusCode ?? 500, message.reasonPhrase ?? '', this.#isToOneself()),
            ),
          onRedirect: () =>
            this.#end(callEnd('failed', 'The call was sent elsewhere, which this phone cannot follow.')),
        },
      });
    } catch (error) {
      this.#end(callEndOfMediaError(error, secureContext) ?? callEnd('failed'));
    }
  }

  #isToOneself(): boolean {
    const { user, host } = this.#options.session.userAgent.configuration.uri;
    return this.#view.peer.uri.replace(/^sips?:/, '') === `${user ?? ''}@${host}`;
  }

  /** Answers an incoming call; while the microphone is refused, the call goes on ringing. */
  async answer(): Promise<void> {
    const { session, microphone, secureContext } = this.#options;
    if (session instanceof Inviter || this.#view.phase !== 'incoming') return;
    this.#update({ phase: 'answering', notice: null });
    try {
      await microphone.prepare();
    } catch (error) {
      const end = callEndOfMediaError(error, secureContext) ?? callEnd('no-microphone');
      if (this.#isAnswering()) this.#update({ phase: 'incoming', notice: end.sentence });
      return;
    }
    if (!this.#isAnswering()) return microphone.release();
    try {
      await session.accept();
    } catch {
      this.#end(callEnd('failed', 'The call could not be answered.'));
    }
  }

  /** False when the call ended while the microphone was being opened. */
  #isAnswering(): boolean {
    return this.#view.phase === 'answering';
  }

  /** Refuses an incoming call for all phones of the account. */
  decline(): void {
    const { session } = this.#options;
    if (session instanceof Inviter) return;
    this.#end(callEnd('declined', 'You declined the call.'));
    // RFC 3261 §21.6.2: 603 also stops the other phones of the callee, which a 486 would let ring on.
    this.#ignoreLate(session.reject({ statusCode: 603 }));
  }

  /** Ends the call in whatever phase it is. */
  hangUp(end: CallEnd = callEnd('hung-up')): void {
    const { session } = this.#options;
    const { phase, direction, answeredAtMs } = this.#view;
    if (phase === 'ended') return;
    if (phase === 'incoming') {
      this.decline();
      return;
    }
    const talked = answeredAtMs !== null || direction === 'incoming';
    this.#end(talked || end.cause !== 'hung-up' ? end : callEnd('cancelled'));
    if (session.state === SessionState.Established) this.#ignoreLate(session.bye());
    else if (session instanceof Inviter) this.#ignoreLate(session.cancel());
    else this.#ignoreLate(session.reject({ statusCode: 480 }));
  }

  setMuted(muted: boolean): void {
    this.#update({ muted });
    this.#applySound();
  }

  /** Puts the call on hold or takes it back, by a re-INVITE (RFC 3264 §8.4); silent from the first moment. */
  async setHeld(held: boolean): Promise<void> {
    if (this.#view.phase !== 'established' || held === this.#view.held) return;
    this.#update({ held, notice: null });
    this.#applySound();
    try {
      await this.#renegotiation.run({ hold: held, iceRestart: false });
    } catch (error) {
      if (this.#endsWith(error) || this.#view.phase !== 'established') return;
      this.#update({
        held: !held,
        notice: held ? 'Hold did not work.' : 'The call could not be taken back.',
      });
      this.#applySound();
    }
  }

  /** Ends the hold and says why, until `forgetNotice`. */
  takeBack(notice: string): void {
    void this.setHeld(false);
    this.#update({ notice });
  }

  forgetNotice(notice: string): void {
    if (this.#view.notice === notice) this.#update({ notice: null });
  }

  sendDtmf(digit: string): void {
    const { session } = this.#options;
    if (this.#view.phase !== 'established' || this.#media?.insertDtmf(digit)) return;
    // The other side did not agree to telephone events: the widely known INFO form is all that is left.
    const content = `Signal=${digit}\r\nDuration=160\r\n`;
    const body = { contentDisposition: 'render', contentType: 'application/dtmf-relay', content };
    session
      .info({ requestOptions: { body } })
      .catch(() => this.#update({ notice: 'The digit was not sent.' }));
  }

  /**
   * The connection to the server is gone. A call that talks goes on, its sound takes another way; one that was being
   * set up is lost, because its answer would have come over that connection.
   */
  connectionLost(): void {
    this.#renegotiation.connectionLost();
    if (this.#view.phase === 'established' || this.#view.phase === 'ended') return;
    const { session } = this.#options;
    this.#end(callEnd('connection-lost'));
    this.#ignoreLate(session instanceof Inviter ? session.cancel() : session.reject({ statusCode: 480 }));
  }

  /** Looks for a new path for the sound (RFC 8839 §4.4.1.1.1, ICE restart). */
  async restartIce(): Promise<void> {
    if (this.#view.phase !== 'established' || !this.#options.signallingUp()) return;
    try {
      await this.#renegotiation.run({ hold: this.#view.held, iceRestart: true });
    } catch (error) {
      if (!this.#endsWith(error))
        this.#update({ notice: 'The sound could not be moved to the new network.' });
    }
  }

  /** True when the server no longer knows the dialog, which ends the call here as well. */
  #endsWith(error: unknown): boolean {
    if (!(error instanceof RenegotiationError) || !error.dialogIsGone) return false;
    this.hangUp(callEnd('connection-lost', 'The server ended the call while the connection was away.'));
    return true;
  }

  #adoptMedia(): void {
    const { session, mediaOf } = this.#options;
    this.#media = mediaOf(session.sessionDescriptionHandler);
    this.#media?.onConnectionStateChange(() => this.#connectionChanged());
    this.#options.onChange();
  }

  #applySound(): void {
    const { muted, held } = this.#view;
    this.#media?.enableMicrophone(!muted && !held);
    this.#media?.enableSound(!held);
  }

  #connectionChanged(): void {
    const state = this.#media?.connectionState();
    if (state === 'connected' || state === 'completed') {
      this.#clearTimers();
      this.#update({ recovering: false, notice: null });
    } else if (state === 'failed') {
      this.#mediaBroke();
    } else if (state === 'disconnected') {
      // Often heals by itself within a second or two.
      this.#graceTimer ??= setTimeout(() => this.#mediaBroke(), disconnectedGraceMs);
    }
  }

  #mediaBroke(): void {
    if (this.#view.phase !== 'established') return;
    this.#update({ recovering: true });
    this.#lossTimer ??= setTimeout(() => this.hangUp(callEnd('connection-lost')), mediaLossLimitMs);
    void this.restartIce();
  }

  #byeCame(bye: Bye): void {
    this.#ignoreLate(bye.accept());
    this.#end(callEnd('peer-hung-up'));
  }

  #sessionBecame(state: SessionState): void {
    if (state === SessionState.Established && this.#view.phase !== 'ended') {
      this.#update({ phase: 'established', answeredAtMs: this.#options.now() });
      this.#applySound();
    }
    if (state !== SessionState.Terminated) return;
    // SIP.js changes the state before it tells the reason to the delegates, which end the call with it.
    queueMicrotask(() => this.#end(callEnd(this.#view.phase === 'incoming' ? 'missed' : 'failed')));
  }

  #end(end: CallEnd): void {
    if (this.#view.phase === 'ended') return;
    this.#clearTimers();
    this.#options.microphone.release();
    this.#update({ phase: 'ended', end, endedAtMs: this.#options.now(), recovering: false, notice: null });
  }

  #clearTimers(): void {
    if (this.#graceTimer) clearTimeout(this.#graceTimer);
    if (this.#lossTimer) clearTimeout(this.#lossTimer);
    this.#graceTimer = null;
    this.#lossTimer = null;
  }

  #update(change: Partial<CallView>): void {
    this.#view = { ...this.#view, ...change };
    this.#options.onChange();
  }

  /** A farewell that fails has crossed the other side's own: the call is over either way. */
  #ignoreLate(farewell: Promise<unknown>): void {
    farewell.catch(() => undefined);
  }
}

/** The other party of a session: its asserted identity (RFC 3325) when the server gave one. */
export function peerOf(session: Session, knownName: string | null): CallPeer {
  const identity = session.assertedIdentity ?? session.remoteIdentity;
  const { scheme, user, host } = identity.uri;
  return { uri: `${scheme}:${user ?? ''}@${host}`, displayName: knownName ?? (identity.displayName || null) };
}
