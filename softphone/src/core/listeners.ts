/** The listeners of one observable thing. A listener is called with nothing: it reads the new state itself. */
export class Listeners {
  readonly #listeners = new Set<() => void>();

  /** Adds a listener and returns the function that removes it. */
  add(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
