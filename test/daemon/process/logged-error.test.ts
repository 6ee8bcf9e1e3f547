import { PassThrough } from 'node:stream';
import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { createJsonLog } from '../../../src/daemon/process/log.ts';

/** What the log keeps of an error. */
function logged(err: unknown): { message: string; code?: string; stack: string } {
  const stream = new PassThrough();
  createJsonLog(stream, 'info').error({ err }, 'failed');
  return JSON.parse(String(stream.read())).err;
}

test('the log does not repeat what an error says of its cause', (t) => {
  const reset = new Error('read ECONNRESET');
  const wrapped = new Error('read ECONNRESET', { cause: reset });
  const error = new SpyglassError('store', 'the store cannot be reached: read ECONNRESET', {
    cause: wrapped,
  });
  const { message, code, stack } = logged(error);
  t.is(message, 'the store cannot be reached: read ECONNRESET');
  t.is(code, 'store');
  t.regex(stack, /SpyglassError: the store/);
});

test('the log adds what only the cause says', (t) => {
  const error = new Error('no call was made', { cause: new Error('read ECONNRESET') });
  t.is(logged(error).message, 'no call was made: read ECONNRESET');
});

test('the log takes anything that was thrown', (t) => {
  t.is(logged('text') as unknown, 'text');
});
