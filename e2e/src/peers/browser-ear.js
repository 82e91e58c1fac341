/**
 * Runs in the page before the page's own scripts: hears what the `<audio>` element of a call plays.
 * It reads the samples that the element gets, after the jitter buffer and the decoder, and takes a paused or muted
 * element for silence, because the person in front of it hears nothing either.
 */
window.tandemEar = {
  /** @param {number} seconds of wall time @returns {Promise<{sampleRate: number, base64: string}>} 16-bit samples */
  async listen(seconds) {
    const sampleRate = 48000;
    const samples = new Int16Array(Math.round(seconds * sampleRate));
    const endsAt = performance.now() + seconds * 1000;
    const startedAt = performance.now();
    while (performance.now() < endsAt) {
      const element = document.querySelector('audio[data-testid="remote-audio"]');
      const track = element?.srcObject?.getAudioTracks()[0];
      const silent = track?.readyState !== 'live' || element.paused || element.muted || element.volume === 0;
      if (silent) await new Promise((resolve) => setTimeout(resolve, 20));
      else await this.record(element, track, samples, startedAt, endsAt);
    }
    return { sampleRate, base64: this.toBase64(samples) };
  },

  /** Writes each frame where its arrival places it, gap-less while frames keep coming. */
  async record(element, track, samples, startedAt, endsAt) {
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    const over = setTimeout(() => reader.cancel(), Math.max(0, endsAt - performance.now()));
    let at = Math.round(((performance.now() - startedAt) / 1000) * 48000);
    for (;;) {
      const { value: frame, done } = await reader.read();
      if (done) break;
      const upsampling = 48000 / frame.sampleRate;
      if (!Number.isInteger(upsampling)) throw new Error(`the element plays ${frame.sampleRate} Hz`);
      const plane = new Float32Array(frame.numberOfFrames);
      frame.copyTo(plane, { planeIndex: 0, format: 'f32-planar' });
      frame.close();
      const now = Math.round(((performance.now() - startedAt) / 1000) * 48000);
      if (now - at > 48000 / 2) at = now;
      const audible = !element.paused && !element.muted && element.volume > 0;
      for (let i = 0; i < plane.length * upsampling && at < samples.length; i++) {
        const value = plane[Math.floor(i / upsampling)];
        samples[at++] = audible ? Math.max(-32768, Math.min(32767, Math.round(value * 32767))) : 0;
      }
      if (performance.now() >= endsAt || element.srcObject?.getAudioTracks()[0] !== track) break;
    }
    clearTimeout(over);
    await reader.cancel();
  },

  /** The same for a file that an `<audio>` element plays: the one that was started last. */
  async listenToFile(seconds) {
    const samples = new Int16Array(Math.round(seconds * 48000));
    const startedAt = performance.now();
    const endsAt = startedAt + seconds * 1000;
    while (!this.playing) await new Promise((resolve) => setTimeout(resolve, 20));
    const element = this.playing;
    element.tandemStream ??= element.captureStream();
    // There is none before the element knows its file.
    while (element.tandemStream.getAudioTracks().length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const [track] = element.tandemStream.getAudioTracks();
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    const over = setTimeout(() => reader.cancel(), Math.max(0, endsAt - performance.now()));
    for (let at = 0; at < samples.length; ) {
      const { value: frame, done } = await reader.read();
      if (done) break;
      const plane = new Float32Array(frame.numberOfFrames);
      frame.copyTo(plane, { planeIndex: 0, format: 'f32-planar' });
      const upsampling = 48000 / frame.sampleRate;
      frame.close();
      for (let i = 0; i < plane.length * upsampling && at < samples.length; i++)
        samples[at++] = Math.round(plane[Math.floor(i / upsampling)] * 32767);
    }
    clearTimeout(over);
    return { sampleRate: 48000, base64: this.toBase64(samples) };
  },

  toBase64(samples) {
    const bytes = new Uint8Array(samples.buffer);
    let text = '';
    for (let at = 0; at < bytes.length; at += 32768)
      text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return btoa(text);
  },
};

const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  if (this.src) window.tandemEar.playing = this;
  return play.call(this);
};
