/** The package declares types and ships none: the part that is used here. */
declare module '@roamhq/wrtc' {
  export interface Track {
    readonly id: string;
    readonly kind: string;
    stop(): void;
  }

  export interface AudioFrame {
    readonly samples: Int16Array;
    readonly sampleRate: number;
    readonly bitsPerSample: number;
    readonly channelCount: number;
    readonly numberOfFrames: number;
  }

  interface Wrtc {
    readonly RTCPeerConnection: unknown;
    readonly RTCSessionDescription: unknown;
    readonly RTCIceCandidate: unknown;
    readonly MediaStream: new (tracks: readonly Track[]) => object;
    readonly nonstandard: {
      readonly RTCAudioSource: new () => { createTrack(): Track; onData(frame: AudioFrame): void };
      readonly RTCAudioSink: new (
        track: Track,
      ) => { ondata: ((frame: AudioFrame) => void) | null; stop(): void };
    };
  }

  const wrtc: Wrtc;
  export default wrtc;
}

/** JsSIP's types lean on the browser's, which are not loaded here. */
interface RTCPeerConnection {
  addEventListener(
    type: 'track',
    listener: (event: { readonly track: import('@roamhq/wrtc').Track }) => void,
  ): void;
}
