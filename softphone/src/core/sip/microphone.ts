/** Opens the microphone of the person's choice for calls. */
export class Microphone {
  readonly #devices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  #deviceId: string | null = null;
  #prepared: MediaStream | null = null;

  /** @param devices `navigator.mediaDevices`, which is missing on pages that are not secure */
  constructor(devices: Pick<MediaDevices, 'getUserMedia'> | undefined) {
    this.#devices = devices;
  }

  /** Chooses a microphone for the streams opened from now on; null is the system's choice. */
  choose(deviceId: string | null): void {
    this.#deviceId = deviceId;
  }

  /** Opens the microphone ahead of `take`, so that a refusal is known before a call is answered. */
  async prepare(): Promise<void> {
    this.#prepared ??= await this.#open();
  }

  /** The prepared stream, or a new one. Whoever takes it stops its tracks. */
  async take(): Promise<MediaStream> {
    const prepared = this.#prepared;
    this.#prepared = null;
    return prepared ?? this.#open();
  }

  /** Lets go of a prepared stream that no call took. */
  release(): void {
    for (const track of this.#prepared?.getTracks() ?? []) track.stop();
    this.#prepared = null;
  }

  async #open(): Promise<MediaStream> {
    if (!this.#devices) throw new DOMException('No microphone on this page.', 'NotAllowedError');
    return this.#devices.getUserMedia({ audio: audioConstraints(this.#deviceId), video: false });
  }
}

/** Constraints for speech. A chosen device that has been unplugged gives way to the system's choice. */
function audioConstraints(deviceId: string | null): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId ? { deviceId: { ideal: deviceId } } : {}),
  };
}
