/**
 * A map that cannot outgrow its bounds and costs the same per use however many entries it holds. Entries live in a
 * young and an old generation; when the young one is full or `turnAfterMs` old, the old one is dropped whole.
 * An entry is therefore kept for at least `turnAfterMs` after its last use unless `maxEntries` forces it out.
 */
export class GenerationalMap<Key, Value> {
  private young = new Map<Key, Value>();
  private old = new Map<Key, Value>();
  private turnedAtMs: number;
  private readonly maxPerGeneration: number;
  private readonly turnAfterMs: number;
  private readonly now: () => number;

  constructor(options: { maxEntries: number; turnAfterMs: number; now: () => number }) {
    this.maxPerGeneration = Math.max(1, Math.floor(options.maxEntries / 2));
    this.turnAfterMs = options.turnAfterMs;
    this.now = options.now;
    this.turnedAtMs = options.now();
  }

  get size(): number {
    return this.young.size + this.old.size;
  }

  /** Reading an entry counts as use: it moves to the young generation. */
  get(key: Key): Value | undefined {
    this.turnWhenDue();
    const young = this.young.get(key);
    if (young !== undefined) return young;
    const old = this.old.get(key);
    if (old !== undefined) {
      this.old.delete(key);
      this.set(key, old);
    }
    return old;
  }

  set(key: Key, value: Value): void {
    this.turnWhenDue();
    if (this.young.size >= this.maxPerGeneration && !this.young.has(key)) this.turn();
    this.old.delete(key);
    this.young.set(key, value);
  }

  delete(key: Key): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  clear(): void {
    this.turn();
    this.turn();
  }

  private turnWhenDue(): void {
    const elapsedMs = this.now() - this.turnedAtMs;
    if (elapsedMs < this.turnAfterMs) return;
    this.turn();
    if (elapsedMs >= 2 * this.turnAfterMs) this.turn();
  }

  private turn(): void {
    this.old = this.young;
    this.young = new Map();
    this.turnedAtMs = this.now();
  }
}
