import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Name, ports, Stage, uriOf } from '../testing/proxy-stage.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a redirection that is followed', () => {
  const follow = { followRedirects: true };

  test('leads to its Contacts by q, without what they would add to the request', () => {
    const stage = new Stage(['a'], follow);
    stage.answer('a', 302, { Contact: `<${uriOf('b')}>;q=0.3, <${uriOf('c')}?Subject=x>;q=0.8` });
    expect(stage.request('c').uri).toBe(uriOf('c'));
    expect(stage.got('b')).toEqual([]);
    stage.answer('c', 486);
    expect(stage.got('b')).toEqual(['INVITE']);
    stage.answer('b', 480);
    expect(stage.told).toEqual([486]);
  });

  test('is not followed back to where it came from', () => {
    const stage = new Stage(['a'], follow);
    stage.answer('a', 302, { Contact: `<${uriOf('b')}>` });
    stage.answer('b', 302, { Contact: `<${uriOf('a')}>` });
    expect(stage.told).toEqual([302]);
    expect(stage.got('a')).toEqual(['INVITE', 'ACK']);
  });

  test('leaves to the caller the Contacts that we cannot follow', () => {
    const stage = new Stage(['a'], follow);
    stage.answer('a', 300, { Contact: `<${uriOf('b')}>, <mailto:a@example.com>` });
    stage.answer('b', 404);
    expect(stage.told).toEqual([300]);
    expect(stage.lastTold?.headers.getAll('Contact')).toEqual(['<mailto:a@example.com>']);
  });

  test('ends after five redirections', () => {
    const stage = new Stage(['a'], follow);
    let from: Name = 'a';
    let hops = 0;
    for (; hops < 10 && stage.told.length === 0; hops += 1) {
      const to: Name = from === 'b' ? 'c' : 'b';
      stage.answer(from, 302, { Contact: `<sip:hop${hops}@198.51.100.7:${ports[to]}>` });
      from = to;
    }
    expect(hops).toBe(6);
    expect(stage.told).toEqual([302]);
  });
});
