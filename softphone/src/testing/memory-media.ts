import type { SessionDescriptionHandler, Web } from 'sip.js';
import type { CallMedia } from '../core/sip/call-media.ts';

/** Offers and answers without WebRTC, and remembers what was asked of the sound. */
export class MemoryMedia implements SessionDescriptionHandler, CallMedia {
  microphoneOn = true;
  soundOn = true;
  iceRestarts = 0;
  readonly digits: string[] = [];
  /** The direction of the last description that was made here. */
  direction = 'sendrecv';
  state: RTCIceConnectionState = 'connected';
  #remoteDirection = 'sendrecv';
  /** As a peer connection's: an offer that was neither answered nor undone allows no other. */
  #signalling: 'stable' | 'have-local-offer' | 'have-remote-offer' = 'stable';
  #listener: () => void = () => undefined;

  get remoteStream(): MediaStream {
    throw new Error('There is no sound in memory.');
  }

  close(): void {
    this.state = 'closed';
  }

  async getDescription(
    options?: Web.SessionDescriptionHandlerOptions,
  ): Promise<{ body: string; contentType: string }> {
    if (this.#signalling === 'have-local-offer') throw new Error('Invalid signaling state have-local-offer');
    this.#signalling = this.#signalling === 'stable' ? 'have-local-offer' : 'stable';
    if (options?.offerOptions?.iceRestart) this.iceRestarts++;
    const answersHold = this.#remoteDirection === 'sendonly';
    this.direction = options?.hold ? 'sendonly' : answersHold ? 'recvonly' : 'sendrecv';
    return { body: sdp(this.direction), contentType: 'application/sdp' };
  }

  hasDescription(contentType: string): boolean {
    return contentType === 'application/sdp';
  }

  async rollbackDescription(): Promise<void> {
    this.#signalling = 'stable';
  }

  async setDescription(text: string): Promise<void> {
    this.#signalling = this.#signalling === 'have-local-offer' ? 'stable' : 'have-remote-offer';
    this.#remoteDirection = /a=(sendrecv|sendonly|recvonly|inactive)/.exec(text)?.[1] ?? 'sendrecv';
  }

  sendDtmf(): boolean {
    return false;
  }

  connectionState(): RTCIceConnectionState {
    return this.state;
  }

  onConnectionStateChange(listener: () => void): void {
    this.#listener = listener;
  }

  /** Moves the connection to another state, as a network change does. */
  become(state: RTCIceConnectionState): void {
    this.state = state;
    this.#listener();
  }

  enableMicrophone(enabled: boolean): void {
    this.microphoneOn = enabled;
  }

  enableSound(enabled: boolean): void {
    this.soundOn = enabled;
  }

  insertDtmf(digit: string): boolean {
    this.digits.push(digit);
    return true;
  }

  async replaceMicrophone(): Promise<void> {}

  statistics(): Promise<RTCStatsReport> {
    return Promise.reject(new Error('There is no sound in memory.'));
  }
}

function sdp(direction: string): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 192.0.2.1',
    's=-',
    't=0 0',
    'm=audio 40000 RTP/AVP 0',
    'c=IN IP4 192.0.2.1',
    `a=${direction}`,
    '',
  ].join('\r\n');
}
