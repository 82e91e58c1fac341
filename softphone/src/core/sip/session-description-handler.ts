import { type SessionDescriptionHandlerFactory, Web } from 'sip.js';

export interface WebMediaOptions {
  readonly openMicrophone: () => Promise<MediaStream>;
  readonly iceServers: RTCIceServer[];
  /** How long an offer or answer waits for candidates, in milliseconds. */
  readonly iceGatheringTimeoutMs: number;
}

/** Makes SIP.js's WebRTC handler with our settings and the roll-back that it lacks. */
export function webMediaFactory(options: WebMediaOptions): SessionDescriptionHandlerFactory {
  return (session) =>
    new RollingBackHandler(session.userAgent.getLogger('sip.media'), options.openMicrophone, {
      iceGatheringTimeout: options.iceGatheringTimeoutMs,
      // rtpengine 10.5 answers without BUNDLE, which "max-bundle" would refuse.
      peerConnectionConfiguration: { bundlePolicy: 'balanced', iceServers: options.iceServers },
    });
}

/**
 * SIP.js asks its handler to undo an offer that was refused (RFC 8829 §4.1.10.2), but its own handler cannot: after
 * one refused re-INVITE, every later offer of either side would fail.
 */
class RollingBackHandler extends Web.SessionDescriptionHandler {
  async rollbackDescription(): Promise<void> {
    const state = this.peerConnection?.signalingState;
    if (state === 'have-local-offer') await this.peerConnection?.setLocalDescription({ type: 'rollback' });
    if (state === 'have-remote-offer') await this.peerConnection?.setRemoteDescription({ type: 'rollback' });
  }
}
