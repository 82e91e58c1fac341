import type { Rate, RatePreview } from '@tandem/api-types/rates';
import { ImportDifferences } from '../parts/import-differences.tsx';
import { useText } from '../text/use-text.ts';

/** What a price list would change. */
export function ImportPreview({ preview }: { readonly preview: RatePreview }) {
  const { rates: text } = useText();
  const said = (rate: Rate | null) =>
    rate && [rate.destination, text.price(rate)].filter((part) => part !== '').join(' · ');
  return (
    <ImportDifferences
      sentence={text.wouldImport(preview)}
      heading={text.prefix}
      differences={preview.differences.map(({ before, after }) => ({
        key: (after ?? before)?.prefix ?? '',
        now: said(before),
        inFile: said(after),
      }))}
    />
  );
}
