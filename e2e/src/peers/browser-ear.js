/**
 * Runs in the page before the page's own scripts: hears all that the `<audio>` element of a call plays, from the page's
 * start on, so that nothing is missed between two looks.
 * It takes the frames that the element gets, after the jitter buffer and the decoder, and takes a paused or muted element
 * for silence, because the person in front of it hears nothing either.
 */
const RATE = 48_000;
/** A page that is too busy to take its frames gets them later, not never: ten seconds of them. */
const MOST_FRAMES_WAITING = 1000;
/** Without frames for this long it is silent. */
const SILENT_AFTER = RATE / 2;
const KEPT = 120 * RATE;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const framesOf = (track) =>
  new MediaStreamTrackProcessor({ track, maxBufferSize: MOST_FRAMES_WAITING }).readable.getReader();

/** The samples of a frame as 16-bit ones at `RATE`. Closes the frame. */
function samplesOf(frame) {
  const upsampling = RATE / frame.sampleRate;
  if (!Number.isInteger(upsampling)) throw new Error(`the element plays ${frame.sampleRate} Hz`);
  const plane = new Float32Array(frame.numberOfFrames);
  frame.copyTo(plane, { planeIndex: 0, format: 'f32-planar' });
  frame.close();
  return Int16Array.from({ length: plane.length * upsampling }, (_, i) =>
    Math.max(-32768, Math.min(32767, Math.round(plane[Math.floor(i / upsampling)] * 32767))),
  );
}

function toBase64(samples) {
  const bytes = new Uint8Array(samples.buffer);
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}

class Ear {
  #startedAt = performance.now();
  /** What was audible: where it begins, and its samples; oldest first. Between them is silence. */
  #pieces = [];
  /** Behind the last frame, in samples since the page's start. */
  #end = 0;
  #hearing = false;

  constructor() {
    this.#follow();
  }

  /** How many samples were heard so far. While nothing plays, time passes all the same. */
  length() {
    const now = Math.round(((performance.now() - this.#startedAt) / 1000) * RATE);
    this.#end = Math.max(this.#end, this.#hearing ? now - SILENT_AFTER : now);
    return this.#end;
  }

  /** @param {number} from @param {number} to in samples @returns {{ sampleRate: number, base64: string }} 16-bit samples */
  heard(from, to) {
    const end = Math.min(to, this.length());
    const samples = new Int16Array(Math.max(0, end - from));
    for (const { at, samples: piece } of this.#pieces) {
      const [first, last] = [Math.max(from, at), Math.min(end, at + piece.length)];
      if (first < last) samples.set(piece.subarray(first - at, last - at), first - from);
    }
    return { sampleRate: RATE, base64: toBase64(samples) };
  }

  async #follow() {
    for (;;) {
      const element = document.querySelector('audio[data-testid="remote-audio"]');
      const track = element?.srcObject?.getAudioTracks()[0];
      if (track?.readyState === 'live') await this.#hear(element, track);
      else await pause(20);
    }
  }

  /** Until the track ends or the element plays another one. */
  async #hear(element, track) {
    this.length();
    this.#hearing = true;
    const frames = framesOf(track);
    const looking = setInterval(() => {
      if (element.srcObject?.getAudioTracks()[0] !== track) frames.cancel();
    }, 20);
    for (;;) {
      const { value: frame, done } = await frames.read();
      if (done) break;
      const audible = !element.paused && !element.muted && element.volume > 0;
      this.#add(samplesOf(frame), audible);
    }
    clearInterval(looking);
    this.#hearing = false;
  }

  #add(samples, audible) {
    if (audible) this.#pieces.push({ at: this.#end, samples });
    this.#end += samples.length;
    while (this.#pieces[0]?.at < this.#end - KEPT) this.#pieces.shift();
  }

  /** Waits for a file that the page plays in an `<audio>` element, and gives so many seconds of it, or all there is. */
  async file(seconds) {
    while (!this.playing) await pause(20);
    const element = this.playing;
    element.tandemStream ??= element.captureStream();
    // There is none before the element knows its file.
    while (element.tandemStream.getAudioTracks().length === 0) await pause(20);
    const frames = framesOf(element.tandemStream.getAudioTracks()[0]);
    const samples = new Int16Array(Math.round(seconds * RATE));
    for (let at = 0; at < samples.length; ) {
      const { value: frame, done } = await frames.read();
      if (done) break;
      const more = samplesOf(frame);
      samples.set(more.subarray(0, samples.length - at), at);
      at += more.length;
    }
    await frames.cancel();
    return { sampleRate: RATE, base64: toBase64(samples) };
  }
}

window.tandemEar = new Ear();

const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  if (this.src) window.tandemEar.playing = this;
  return play.call(this);
};
