import type { CsvImportResult, DidDifference } from '@tandem/api-types/numbers';
import { destinationText } from '../parts/destination-fields.tsx';
import { ImportDifferences } from '../parts/import-differences.tsx';
import { useText } from '../text/use-text.ts';

/** What a file would do with our numbers. */
export function ImportPreview({ result }: { readonly result: CsvImportResult }) {
  const { numbers: text, destination: words } = useText();
  const said = (settings: DidDifference['before']) =>
    settings &&
    [settings.label, destinationText(settings.destination, words), settings.trunkId]
      .filter((part) => part !== '' && part !== null)
      .join(' · ');
  const { differences = [] } = result;
  return (
    <ImportDifferences
      sentence={text.wouldImport(result)}
      heading={text.number.label}
      differences={differences.map(({ before, after }) => ({
        key: after.number,
        now: said(before),
        inFile: said(after),
      }))}
    />
  );
}
