import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEncryptionKey } from './encryption-key.ts';
import { createSecretBox } from './secret-box.ts';

const KEY = Buffer.alloc(32, 7);
const OTHER_KEY = Buffer.alloc(32, 8);

describe('a secret in the box', () => {
  const box = createSecretBox(KEY);
  const sealed = box.seal('pässword', 'trunk:a');

  it('comes out as it went in, and looks different each time', () => {
    expect(box.open(sealed, 'trunk:a')).toBe('pässword');
    expect(box.seal('pässword', 'trunk:a')).not.toBe(sealed);
    expect(sealed).not.toContain('pässword');
  });

  it('opens with no other key, and says that it was another one', () => {
    expect(() => createSecretBox(OTHER_KEY).open(sealed, 'trunk:a')).toThrow(/another encryption key/);
  });

  it('opens for no other purpose', () => {
    expect(() => box.open(sealed, 'trunk:b')).toThrow(/another account/);
  });

  it.each(['', 'v1', 'v2.x.y', sealed.slice(0, 20), `${sealed.slice(0, -2)}AA`])(
    'is refused when it is damaged: %s',
    (damaged) => expect(() => box.open(damaged, 'trunk:a')).toThrow(/damaged|another/),
  );
});

describe('the encryption key', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tandem-key-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('is made once, for its owner alone', () => {
    const made = loadEncryptionKey({ dataDir });
    expect(made).toHaveLength(32);
    expect(loadEncryptionKey({ dataDir })).toEqual(made);
    expect(statSync(join(dataDir, 'encryption.key')).mode & 0o777).toBe(0o600);
  });

  it('comes from the environment before a file', () => {
    const keyFile = join(dataDir, 'mounted');
    writeFileSync(keyFile, `${OTHER_KEY.toString('hex')}\n`);
    expect(loadEncryptionKey({ dataDir, keyFile })).toEqual(OTHER_KEY);
    expect(loadEncryptionKey({ dataDir, keyFile, key: KEY.toString('base64') })).toEqual(KEY);
  });

  it('stops the start when it cannot be read, and does not repeat it', () => {
    expect(() => loadEncryptionKey({ dataDir, key: 'not-a-key' })).toThrow(/encryption\.key.*32 bytes/);
    expect(() => loadEncryptionKey({ dataDir, key: 'not-a-key' })).not.toThrow(/not-a-key/);
    expect(() => loadEncryptionKey({ dataDir, keyFile: join(dataDir, 'missing') })).toThrow(/missing/);
  });
});
