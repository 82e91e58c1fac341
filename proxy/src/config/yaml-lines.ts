import { type Document, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';

/** The line of the key or list position at `path`, or of its nearest parent that the file has; from 1. */
export function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of path) {
    const found = memberOf(node, key);
    if (!found) break;
    offset = found.offset ?? offset;
    node = found.value;
  }
  return lines.linePos(offset).line;
}

function memberOf(node: unknown, key: string): { value: unknown; offset: number | undefined } | null {
  if (isSeq<Node>(node)) {
    const item = node.items[Number(key)];
    return item ? { value: item, offset: item.range?.[0] } : null;
  }
  if (!isMap(node)) return null;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  if (!pair) return null;
  return { value: pair.value, offset: isScalar(pair.key) ? pair.key.range?.[0] : undefined };
}
