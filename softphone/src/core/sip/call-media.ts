import { Web } from 'sip.js';

/** The media of one call, as the call's rules need it. */
export interface CallMedia {
  readonly remoteStream: MediaStream;
  connectionState(): RTCIceConnectionState;
  onConnectionStateChange(listener: () => void): void;
  /** Silences or opens our microphone without renegotiation. */
  enableMicrophone(enabled: boolean): void;
  /** Silences or opens the other side's sound here. */
  enableSound(enabled: boolean): void;
  /** Sends a digit in the sound's own stream (RFC 4733); false when the other side did not agree to that. */
  insertDtmf(digit: string): boolean;
  replaceMicrophone(track: MediaStreamTrack): Promise<void>;
  statistics(): Promise<RTCStatsReport>;
}

/** The media of SIP.js's own handler; null for a handler of another kind. */
export function webCallMedia(handler: unknown): CallMedia | null {
  if (!(handler instanceof Web.SessionDescriptionHandler)) return null;
  const peerConnection = handler.peerConnection;
  if (!peerConnection) return null;
  return {
    remoteStream: handler.remoteMediaStream,
    connectionState: () => peerConnection.iceConnectionState,
    onConnectionStateChange: (listener) => {
      peerConnection.addEventListener('iceconnectionstatechange', listener);
    },
    enableMicrophone: (enabled) => {
      for (const { track } of peerConnection.getSenders()) if (track) track.enabled = enabled;
    },
    enableSound: (enabled) => {
      for (const { track } of peerConnection.getReceivers()) track.enabled = enabled;
    },
    insertDtmf: (digit) => {
      const dtmf = peerConnection.getSenders().find((sender) => sender.dtmf?.canInsertDTMF)?.dtmf;
      // What it is given replaces what it has not sent yet: keys pressed quickly, as a PIN, would be lost.
      dtmf?.insertDTMF(`${dtmf.toneBuffer}${digit}`, 160, 70);
      return Boolean(dtmf);
    },
    replaceMicrophone: async (track) => {
      const sender = peerConnection.getSenders().find((candidate) => candidate.track?.kind === 'audio');
      const old = sender?.track;
      track.enabled = old?.enabled ?? true;
      await sender?.replaceTrack(track);
      old?.stop();
    },
    statistics: () => peerConnection.getStats(),
  };
}

/**
 * True when an offer puts us on hold: the sender wants to send only, or nothing (RFC 3264 §8.4). Only the first
 * media section counts, which is the sound.
 */
export function offerHoldsUs(sdp: string): boolean {
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(sdp)?.[1];
  return direction === 'sendonly' || direction === 'inactive';
}
