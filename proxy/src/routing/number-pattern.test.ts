import { describe, expect, it } from 'vitest';
import { compileNumberPattern, PatternError } from './number-pattern.ts';

describe('the pattern of a rule', () => {
  it('fits numbers as regular expressions do', () => {
    const mobile = compileNumberPattern('^\\+49(15|16|17)\\d{7,9}$');
    expect(mobile.matches('+4915123456789')).toBe(true);
    expect(mobile.matches('+4930123456')).toBe(false);
  });

  it.each([
    '^(1+)+$',
    '^(\\d*)*x',
    '(a|a*)*b',
    '(?=1)',
    '(1)\\1',
    '(?<!1)2',
    '(',
    '[',
    '1{2000}',
    '(1{1,100}){1,100}',
  ])('%s is refused', (source) => expect(() => compileNumberPattern(source)).toThrow(PatternError));

  it('takes no longer for a number that almost fits', () => {
    const pattern = compileNumberPattern('^1*1*1*1*1*1*1*1*1*1*1*1*x$');
    const before = process.cpuUsage();
    expect(pattern.matches('1'.repeat(32))).toBe(false);
    expect(process.cpuUsage(before).user / 1000, 'ms of CPU').toBeLessThan(250);
  });
});
