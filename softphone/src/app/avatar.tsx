import type { CSSProperties } from 'react';
import './avatar.css';

/** The initials of a name; decoration, because the name always stands beside it. */
export function Avatar({ name, size }: { readonly name: string; readonly size: number }) {
  const style: CSSProperties & { '--size': string } = { '--size': `${size}px` };
  return (
    <span className="avatar" style={style} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s/.test(name) ? /\s+/ : /[._-]+/).filter((word) => /^\p{L}/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  if (!first) return '#';
  return `${[...first][0] ?? ''}${last ? ([...last][0] ?? '') : ''}`.toUpperCase();
}
