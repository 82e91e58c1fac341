const ZERO = 0x30;

/**
 * The decimal number that begins at `from`, up to the first other character; 0 when there is none. For text of which
 * it is known that digits stand there: `Number` would have it cut out first, and leave compiled code to read it.
 */
export function digitsAt(text: string, from: number): number {
  let number = 0;
  for (let position = from; position < text.length; position++) {
    const digit = text.charCodeAt(position) - ZERO;
    if (digit < 0 || digit > 9) break;
    number = number * 10 + digit;
  }
  return number;
}
