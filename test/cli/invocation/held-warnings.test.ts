import { EventEmitter } from 'node:events';
import test from 'ava';
import { holdWarnings } from '../../../src/cli/invocation/held-warnings.ts';

test('warnings are said when the terminal is the shell’s again, in their order, and then at once', (t) => {
  const from = new EventEmitter();
  const said: unknown[] = [];
  from.on('warning', (warning) => said.push(warning));
  from.emit('warning', 'before');
  const say = holdWarnings(from);
  from.emit('warning', 'Buffer() is deprecated');
  from.emit('warning', 'too many listeners');
  t.deepEqual(said, ['before']);
  say();
  t.deepEqual(said, ['before', 'Buffer() is deprecated', 'too many listeners']);
  from.emit('warning', 'after');
  say();
  t.deepEqual(said.slice(3), ['after'], 'nothing is said twice');
  t.is(from.listenerCount('warning'), 1);
});
