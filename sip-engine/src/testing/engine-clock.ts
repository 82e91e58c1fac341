/** For `vi.useFakeTimers`: the engine's clock stands still until the test moves it; sockets and promises run as ever. */
export const engineClock: { toFake: ('setTimeout' | 'clearTimeout' | 'performance')[] } = {
  toFake: ['setTimeout', 'clearTimeout', 'performance'],
};
