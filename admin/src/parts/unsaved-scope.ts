/** Somebody is about to lose what a form holds: the first of the two that is called counts. */
export interface Leaving {
  readonly discard: () => void;
  readonly keepEditing: () => void;
}

/**
 * Which forms within a page or a drawer hold changes that are not saved. A drawer's scope lies within its page's, which
 * therefore knows of the drawer's forms, too.
 */
export class UnsavedScope {
  readonly #parent: UnsavedScope | null;
  readonly #ask: (leaving: Leaving) => void;
  readonly #forms = new Set<string>();
  #covers = 0;

  constructor(parent: UnsavedScope | null, ask: (leaving: Leaving) => void) {
    this.#parent = parent;
    this.#ask = ask;
  }

  get holdsChanges(): boolean {
    return this.#forms.size > 0;
  }

  /** Whether a dialog lies over everything else. */
  get covered(): boolean {
    return this.#parent ? this.#parent.covered : this.#covers > 0;
  }

  /** Says whether a form holds changes that are not saved. */
  note(form: string, holdsChanges: boolean): void {
    if (holdsChanges) this.#forms.add(form);
    else this.#forms.delete(form);
    this.#parent?.note(form, holdsChanges);
  }

  /** What the forms hold need not be kept: it is saved, or what it belongs to is gone. */
  settle(): void {
    for (const form of [...this.#forms]) this.note(form, false);
  }

  /** Does what loses the forms: at once when they hold nothing, else when somebody says so. */
  leave(discard: () => void, keepEditing: () => void = () => undefined): void {
    if (!this.holdsChanges) {
      discard();
      return;
    }
    let answered = false;
    const once = (answer: () => void) => () => {
      if (answered) return;
      answered = true;
      answer();
    };
    this.#ask({ discard: once(discard), keepEditing: once(keepEditing) });
  }

  /** Says that a dialog is open; returns the end of that. */
  cover(): () => void {
    if (this.#parent) return this.#parent.cover();
    this.#covers++;
    return () => {
      this.#covers--;
    };
  }
}
