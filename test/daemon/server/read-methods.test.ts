import test from 'ava';
import { readMethods } from '../../../src/daemon/server/methods/read-methods.ts';
import { methodNames } from '../../../src/protocol/methods.ts';

test('a client that may only read is refused what costs calls or changes anything', (t) => {
  const refused = methodNames.filter((name) => !readMethods.includes(name));
  for (const name of [
    'refresh',
    'backfill',
    'prune',
    'shutdown',
    'doctor',
    'last-trade.get',
    'backup',
    'archive.now',
    'alerts.add',
    'alerts.remove',
  ]) {
    t.true(
      refused.some((method) => method === name),
      name,
    );
  }
  t.true(readMethods.every((name) => methodNames.includes(name)));
});
