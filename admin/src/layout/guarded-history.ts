import {
  NavigationType,
  type Navigator,
  type Path,
  parsePath,
  type UNSAFE_createHashHistory,
} from 'react-router';
import type { UnsavedScope } from '../parts/unsaved-scope.ts';

type BrowserHistory = ReturnType<typeof UNSAFE_createHashHistory>;
type Update = Parameters<Parameters<BrowserHistory['listen']>[0]>[0];

/** What of a history is used; it has to tell of its own pushes and replacements, too (`v5Compat`). */
export type PlainHistory = Pick<
  BrowserHistory,
  'action' | 'location' | 'listen' | 'createHref' | 'encodeLocation' | 'push' | 'replace' | 'go'
>;

/** Where the console is. */
export interface Place {
  readonly action: NavigationType;
  readonly location: BrowserHistory['location'];
}

/**
 * The addresses of the console, which are not left before the guard agrees. The library has that as `useBlocker`, but only
 * together with its loaders and actions, which would be a seventh of the first screen's weight.
 */
export class GuardedHistory implements Navigator {
  readonly #history: PlainHistory;
  #guard: Pick<UnsavedScope, 'holdsChanges' | 'leave'> | null = null;
  #pathname: string;
  /** What the next move of the browser is that was asked for here: back to the page that is kept, or on from it. */
  #ownMove: 'returns' | 'leaves' | null = null;

  // The library takes these two off the object before it calls them.
  readonly push: Navigator['push'] = (to, state) => this.#leave(to, () => this.#history.push(to, state));
  readonly replace: Navigator['replace'] = (to, state) =>
    this.#leave(to, () => this.#history.replace(to, state));

  constructor(history: PlainHistory) {
    this.#history = history;
    this.#pathname = history.location.pathname;
  }

  get place(): Place {
    return { action: this.#history.action, location: this.#history.location };
  }

  /** From now on this one is asked; returns the end of that. */
  guard(guard: Pick<UnsavedScope, 'holdsChanges' | 'leave'>): () => void {
    this.#guard = guard;
    return () => {
      this.#guard = null;
    };
  }

  listen(listener: (place: Place) => void): () => void {
    return this.#history.listen((update) => {
      const move = this.#ownMove;
      this.#ownMove = null;
      if (move === 'returns') return;
      if (move === null && update.action === NavigationType.Pop && this.#isKept(update.location))
        this.#return(update);
      else {
        this.#pathname = update.location.pathname;
        listener(update);
      }
    });
  }

  go(delta: number): void {
    this.#history.go(delta);
  }

  createHref(to: Parameters<Navigator['createHref']>[0]): string {
    return this.#history.createHref(to);
  }

  encodeLocation(to: string | Partial<Path>): Path {
    return this.#history.encodeLocation(to);
  }

  #leave(to: string | Partial<Path>, leave: () => void): void {
    const path = typeof to === 'string' ? parsePath(to) : to;
    if (this.#guard && this.#isKept(path)) this.#guard.leave(leave);
    else leave();
  }

  /** Whether something would be lost on the way there; other search parameters lead to the same page. */
  #isKept({ pathname }: Partial<Path>): boolean {
    return this.#guard?.holdsChanges === true && pathname !== this.#pathname;
  }

  /** The browser has moved before anybody could ask: it goes back, and moves again when it may. */
  #return({ delta }: Update): void {
    // An address that somebody typed has no number: it is the entry after the page's.
    const moved = delta ?? 1;
    this.#ownMove = 'returns';
    this.#history.go(-moved);
    this.#guard?.leave(() => {
      this.#ownMove = 'leaves';
      this.#history.go(moved);
    });
  }
}
