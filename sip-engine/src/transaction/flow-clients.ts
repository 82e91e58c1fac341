import type { Flow } from '../transport/flow.ts';
import type { ClientMachine } from './client-transaction.ts';

/** Client transactions by the flow they were sent over, as chains: joining and leaving one costs no search. */
export class FlowClients {
  /** By flow id. */
  readonly #chains = new Map<number, { first: ClientMachine | null }>();

  add(flow: Flow, client: ClientMachine): void {
    let chain = this.#chains.get(flow.id);
    if (chain === undefined) {
      chain = { first: null };
      this.#chains.set(flow.id, chain);
    }
    client.nextOnFlow = chain.first;
    if (chain.first !== null) chain.first.previousOnFlow = client;
    chain.first = client;
  }

  /** Does nothing when the client's flow was forgotten. */
  remove(flow: Flow, client: ClientMachine): void {
    const { previousOnFlow: previous, nextOnFlow: next } = client;
    if (next !== null) next.previousOnFlow = previous;
    if (previous !== null) previous.nextOnFlow = next;
    else this.#unlinkFirst(flow, client, next);
    client.previousOnFlow = null;
    client.nextOnFlow = null;
  }

  #unlinkFirst(flow: Flow, client: ClientMachine, next: ClientMachine | null): void {
    const chain = this.#chains.get(flow.id);
    if (chain?.first !== client) return;
    chain.first = next;
    if (next === null) this.#chains.delete(flow.id);
  }

  /** All on a flow as they are now, the last sent first. */
  on(flow: Flow): ClientMachine[] {
    const clients: ClientMachine[] = [];
    for (let client = this.#chains.get(flow.id)?.first ?? null; client !== null; client = client.nextOnFlow)
      clients.push(client);
    return clients;
  }

  /** Forgets a flow that ended. */
  forget(flow: Flow): void {
    this.#chains.delete(flow.id);
  }
}
