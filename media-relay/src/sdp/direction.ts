import type { SdpSections } from './sections.ts';

/** Which way the sound of a stream goes, as its writer sees it (RFC 8866 §6.7). */
export interface Direction {
  readonly sends: boolean;
  readonly receives: boolean;
}

/**
 * The direction of a stream: its own, else that of the whole description, else both ways. An address of 0.0.0.0
 * is the old way to say that nothing is to be sent (RFC 3264 §8.4).
 */
export function directionOf(section: readonly string[], session: SdpSections['session']): Direction {
  const written = (lines: readonly string[]): string | undefined =>
    lines.find((line) => /^a=(sendrecv|sendonly|recvonly|inactive)$/.test(line));
  const direction = written(section) ?? written(session) ?? 'a=sendrecv';
  const connection = [...section, ...session].find((line) => line.startsWith('c='));
  const nowhere = connection === 'c=IN IP4 0.0.0.0';
  return {
    sends: direction === 'a=sendrecv' || direction === 'a=sendonly',
    receives: !nowhere && (direction === 'a=sendrecv' || direction === 'a=recvonly'),
  };
}

/** The attribute that says so. */
export function directionAttribute({ sends, receives }: Direction): string {
  if (sends) return receives ? 'a=sendrecv' : 'a=sendonly';
  return receives ? 'a=recvonly' : 'a=inactive';
}
