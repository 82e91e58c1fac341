import type { MediaRelay } from '@tandem/media-relay';

/** Whether calls have a way for their sound, and which relays do not answer. @param description of all of them, when they do */
export function relayHealth(relay: MediaRelay, description: string): { up: boolean; detail: string } {
  if (relay.mode === 'direct') return { up: true, detail: description };
  const nodes = relay.health();
  const down = nodes.filter(({ state }) => state === 'down');
  const detail =
    down.length === 0 ? description : down.map(({ node, reason }) => `${node}: ${reason}`).join('; ');
  return { up: down.length < nodes.length, detail };
}
