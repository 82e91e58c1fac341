/** The sound system of a machine without one: it takes everything and plays nothing. */
export function silentAudioContext(): AudioContext {
  const parameter = { value: 0, setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined };
  const node = () => ({
    gain: parameter,
    frequency: parameter,
    connect: () => undefined,
    disconnect: () => undefined,
    start: () => undefined,
    stop: () => undefined,
  });
  return Object.assign(Object.create(null), {
    state: 'running',
    currentTime: 0,
    createGain: node,
    createOscillator: node,
  });
}
