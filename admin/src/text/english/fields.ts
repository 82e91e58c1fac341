/** What is wrong with a field, where the field itself has no better words. */
export const fields = {
  required: 'Fill this in.',
  number: 'Type a number.',
  atLeast: (least: string) => `At least ${least}.`,
  atMost: (most: string) => `At most ${most}.`,
  lengthAtLeast: (least: string) => `At least ${least} characters.`,
  lengthAtMost: (most: string) => `At most ${most} characters.`,
  countAtLeast: (least: string) => `Add at least ${least}.`,
  countAtMost: (most: string) => `${most} at most.`,
  format: (expected: string) => `Type ${expected}.`,
  choice: 'Choose one.',
  other: 'This is not understood.',
};
