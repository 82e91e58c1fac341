import { expect, it } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { Closers } from './closers.ts';

it('closes the last opened first and goes on when one fails', async () => {
  const closed: string[] = [];
  const errors: string[] = [];
  const closers = new Closers({
    ...silentLog,
    error: (_message, fields) => errors.push(String(fields?.part)),
  });
  closers.add('database', () => void closed.push('database'));
  closers.add('relay', () => Promise.reject(new Error('stuck')));
  closers.add('http', () => void closed.push('http'));
  await closers.closeAll();
  await closers.closeAll();
  expect(closed).toEqual(['http', 'database']);
  expect(errors).toEqual(['relay']);
});
