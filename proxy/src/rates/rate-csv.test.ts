import { describe, expect, it } from 'vitest';
import { readRateCsv } from './rate-csv.ts';

/** A file as it arrives: in pieces that end anywhere. */
async function* inPieces(file: string, bytes: number): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(file);
  for (let from = 0; from < all.length; from += bytes) yield all.subarray(from, from + bytes);
}

describe('a price list', () => {
  it('of 100,000 lines with three wrong ones: those three are listed with their numbers', async () => {
    const lines = ['prefix,destination,price_per_minute'];
    for (let line = 2; line <= 100_001; line += 1) lines.push(`${100_000_000 + line},Place ${line},0.01`);
    lines[4999] = '49x,Place,0.01';
    lines[49_999] = '100000002,Place,0.01';
    lines[99_999] = '1000,Place,cheap';
    const { rates, problems } = await readRateCsv(inPieces(lines.join('\n'), 64 * 1024));
    expect(problems.lines).toEqual([
      { line: 5000, field: 'prefix', message: expect.any(String) },
      { line: 50_000, field: 'prefix', message: '100000002 stands in line 2 already' },
      { line: 100_000, field: 'price_per_minute', message: expect.any(String) },
    ]);
    expect(rates).toHaveLength(99_997);
  });

  it('has the lines that an editor shows, with empty lines and cells of several lines among them', async () => {
    const file =
      'prefix,destination,price_per_minute\r\n\r\n49,"Ger\nmany",1\r\n\r\n4x,Nowhere,1\r\n41,"Switzer\r\nland",1\r\n4y,Nowhere,1\r\n';
    for (const lineEnd of ['\r\n', '\n', '\r']) {
      for (const pieceLength of [1, 2, 7, 1000]) {
        const { rates, problems } = await readRateCsv(
          inPieces(file.replaceAll('\r\n', lineEnd), pieceLength),
        );
        expect(rates.map(({ prefix }) => prefix)).toEqual(['49', '41']);
        expect(problems.lines.map(({ line }) => line)).toEqual([6, 9]);
      }
    }
  });

  it.each(['destination,price\nGermany,1\nFrance,1', 'destination\n', 'Germany'])(
    'without the column of its prefixes is told once: %o',
    async (file) => {
      const { problems } = await readRateCsv(inPieces(file, 1000));
      expect(problems.lines).toEqual([{ line: 1, field: 'prefix', message: 'the column is missing' }]);
    },
  );

  it('that cannot be read to its end is no price list', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('prefix,destination\n49,Germany\n');
      throw new Error('the line is down');
    }
    await expect(readRateCsv(broken())).rejects.toThrow('the line is down');
  });

  it('of nothing but wrong lines is read until there are a thousand', async () => {
    let pieces = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('prefix\n');
      for (;;) {
        pieces += 1;
        yield Buffer.from('x\n'.repeat(100));
      }
    }
    const { problems } = await readRateCsv(endless());
    expect(problems.lines).toHaveLength(1000);
    expect(pieces).toBeLessThan(1000);
  });
});
