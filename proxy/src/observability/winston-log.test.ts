import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createWinstonLog } from './winston-log.ts';

function capture(format: 'json' | 'pretty') {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  return { lines, log: createWinstonLog('info', format, stream) };
}

it('carries the call id on every line of a call', () => {
  const { lines, log } = capture('json');
  log.child({ callId: 'abc' }).info('ringing', { branches: 2 });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    message: 'ringing',
    callId: 'abc',
    branches: 2,
  });
});

it('hides secrets and keeps the stack of an error', () => {
  const { lines, log } = capture('json');
  log.error('failed', { password: 'hunter2', refreshToken: 'x', error: new Error('boom') });
  expect(lines[0]).not.toContain('hunter2');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    password: '[hidden]',
    refreshToken: '[hidden]',
    error: 'boom',
  });
});

it('writes nothing below its level and no control characters from the network', () => {
  const { lines, log } = capture('pretty');
  log.debug('unseen');
  log.warn('bad\u001b[2J\nforged', { from: 'x\ny' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('bad\\x1b[2J\\x0aforged');
  expect(lines[0]).toContain('from=x\\x0ay');
});
