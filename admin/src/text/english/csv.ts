export const csv = {
  columns: 'The first line names the columns:',
  file: 'CSV file',
  choose: 'Choose a file',
  import: 'Import',
  importing: 'The file is being read',
  nothingApplied: 'Nothing was applied',
  wrongLines: 'Wrong lines',
  line: 'Line',
  column: 'Column',
  wrong: 'What is wrong',
  more: (count: number) => `… and ${count.toLocaleString()} more.`,
};
